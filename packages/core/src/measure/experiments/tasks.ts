/** What the experiments' workers do. The same functions are called without a worker where a probe compares the two. */
import type { TaskContext } from "../../pool/tasks.ts";
import { TELL_CPU, tellCpu } from "../cpu-seconds.ts";
import { mandelbrotTimes } from "../pools/tasks.ts";
import { type BlockingName, block, waitBlocked } from "./blocking.ts";
import { type Disturbed, disturbed } from "./disturbed.ts";
import { makeNoise, type Noise } from "./noise.ts";
import type { Blocking } from "./probe.ts";

/** @param blocking loaded when a task asks for it, so that no other pays for it */
export function experimentTasks(blocking: () => Promise<Blocking>) {
  return {
    [TELL_CPU]: tellCpu,
    compute: mandelbrotTimes,
    receive,
    waitBlocked,
    block: async (name: BlockingName, milliseconds: number) => block(name, milliseconds, await blocking()),
    makeNoise(this: TaskContext, noise: Noise, milliseconds: number, shared?: Int32Array) {
      return makeNoise(this, noise, milliseconds, shared);
    },
    disturbed(this: TaskContext, milliseconds: number, shared?: Int32Array): Promise<Disturbed> {
      return disturbed(this, milliseconds, shared);
    },
  };
}

export type ExperimentTasks = ReturnType<typeof experimentTasks>;

/** Looks at the payload, then computes. */
export function receive(payload: ArrayBuffer | SharedArrayBuffer | null, times: number): number {
  const length = payload === null ? 0 : new DataView(payload).byteLength;
  return mandelbrotTimes([SMALL_KERNEL, times]) + length;
}

/** The kernel that takes about 1 µs. */
const SMALL_KERNEL = 2;
