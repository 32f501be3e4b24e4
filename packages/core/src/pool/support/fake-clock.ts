/** A clock in the test's hand. Imported before the pool, which keeps the timers that it finds when it is loaded. */
import { beforeEach, vi } from "vitest";

vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
beforeEach(() => void vi.clearAllTimers());

/** Lets so much time pass, and everything happen that it brings. */
export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

/** How many timers are set: none, when nothing is left behind. */
export const timers = (): number => vi.getTimerCount();

/** What has become of the promise now: its value, its error, or that it is pending. */
export async function now<Value>(promise: PromiseLike<Value>): Promise<Value | Error | "pending"> {
  const ended = promise.then(
    (value) => value,
    (error: unknown) => (error instanceof Error ? error : new Error(`rejected with ${String(error)}`)),
  );
  await pass(1); // one, because close() lets whoever awaits a call hear of it first
  return Promise.race([ended, Promise.resolve("pending" as const)]);
}
