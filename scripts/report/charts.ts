/** Every picture of the report, in reading order. A new picture is one file in `charts/` and one line here. */
import { draw as cpuAgainstTime } from "./charts/cpu-against-time.ts";
import { draw as crossover } from "./charts/crossover.ts";
import { draw as interference } from "./charts/interference.ts";
import { draw as ladder } from "./charts/ladder.ts";
import { computing as lanesComputing, waiting as lanesWaiting } from "./charts/lanes.ts";
import { draw as loopDelay } from "./charts/loop-delay.ts";
import { draw as memoryAgainstTime } from "./charts/memory-against-time.ts";
import { draw as overview } from "./charts/overview.ts";
import { draw as ratios } from "./charts/ratios.ts";
import { draw as sameTwice } from "./charts/same-twice.ts";
import { draw as speedUp } from "./charts/speed-up.ts";
import type { Draw } from "./pictures/picture.ts";

export const CHARTS: readonly Draw[] = [
  overview,
  lanesWaiting,
  lanesComputing,
  speedUp,
  cpuAgainstTime,
  ratios,
  memoryAgainstTime,
  crossover,
  interference,
  ladder,
  loopDelay,
  sameTwice,
];
