/** The tasks as piscina finds them: by the name of an export. */
import { make as makeBuffer } from "@triathlon/core/measure/pools/tasks";

export { empty, lookAt, mandelbrot, spin, whoAmI } from "@triathlon/core/measure/pools/tasks";

/** Moved, not copied. Only this task needs piscina in the worker: the others need not pay for loading it. */
export async function make(bytes: number): Promise<unknown> {
  const { move } = await import("piscina");
  return move(makeBuffer(bytes));
}
