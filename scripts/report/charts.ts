/** Every picture of the report, in reading order. A new picture is one file in `charts/` and one line here. */
import { draw as cpuAgainstTime } from "./charts/cpu-against-time.ts";
import { draw as lanesComputing } from "./charts/lanes-computing.ts";
import { draw as lanesWaiting } from "./charts/lanes-waiting.ts";
import { draw as memoryAgainstTime } from "./charts/memory-against-time.ts";
import { draw as overview } from "./charts/overview.ts";
import { draw as ratios } from "./charts/ratios.ts";
import type { Draw } from "./pictures/picture.ts";

export const CHARTS: readonly Draw[] = [
  overview,
  lanesWaiting,
  lanesComputing,
  ratios,
  cpuAgainstTime,
  memoryAgainstTime,
];
