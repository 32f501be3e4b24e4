/** How a call ended: what it gave, or what it threw, in words. */
import { inShort, inWords } from "./values.ts";

export type Outcome = { value: unknown } | { threw: string };

/** Awaits the call. */
export async function settled(call: () => unknown): Promise<Outcome> {
  try {
    return { value: await call() };
  } catch (error) {
    return { threw: inWords(error) };
  }
}

/** The same through a pool: what the function threw has crossed from a worker. @throws what is the pool's: its worker died, or cannot clone */
export async function settledInPool(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await call() };
  } catch (error) {
    const { name, cause } = Object(error) as { name?: unknown; cause?: unknown };
    if (name !== "TaskError") throw error;
    return { threw: inWords(cause) };
  }
}

/** Begins the call, and awaits nothing. */
export function begun(call: () => unknown): Outcome {
  try {
    return { value: call() };
  } catch (error) {
    return { threw: inWords(error) };
  }
}

/** Calls, and those of them that threw. */
export class Thrown {
  calls = 0;
  of = 0;
  first = "";

  hear(outcome: Outcome): void {
    this.of++;
    if (!("threw" in outcome)) return;
    if (this.calls === 0) this.first = inShort(outcome.threw);
    this.calls++;
  }
}
