/** Every case by its name. */
import type { PoolCase } from "../../results/pools.ts";
import type { Case } from "./case.ts";
import { cloneBuffers, resultBuffers, transferBuffers } from "./cases/buffers.ts";
import { atOnce, atOnceObjects, map, oneAtATime } from "./cases/empty-tasks.ts";
import { mix } from "./cases/mix.ts";
import { shortTasks } from "./cases/short-tasks.ts";
import { firstResult, idleMemory, start } from "./cases/start.ts";

const MIB = 2 ** 20;

export const cases: Record<PoolCase, Case> = {
  "one-at-a-time": oneAtATime,
  "at-once": atOnce,
  "at-once-objects": atOnceObjects,
  "short-tasks": shortTasks,
  "clone-1-mib": cloneBuffers(MIB),
  "transfer-1-mib": transferBuffers(MIB),
  "transfer-16-mib": transferBuffers(16 * MIB),
  "result-16-mib": resultBuffers(16 * MIB),
  map,
  mix,
  start,
  "first-result": firstResult,
  "idle-memory": idleMemory,
};
