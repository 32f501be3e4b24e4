/** The tasks as tinypool finds them: by the name of an export. */
import { isMainThread } from "node:worker_threads";
import { make as makeBuffer } from "@triathlon/core/measure/pools/tasks";

export { empty, lookAt, mandelbrot, spin, whoAmI } from "@triathlon/core/measure/pools/tasks";

/** Moved, not copied, where this is a thread. Only this task needs tinypool in the worker. */
export async function make(bytes: number): Promise<unknown> {
  const buffer = makeBuffer(bytes);
  if (isMainThread) return buffer;
  const { Tinypool } = await import("tinypool");
  return Tinypool.move(buffer);
}
