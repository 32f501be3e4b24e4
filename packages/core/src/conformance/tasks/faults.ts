/** Tasks that take their worker down, or out of anybody's reach. */
import process from "node:process";
import { tell } from "../insight.ts";
import { raise, type ThrownKind } from "./thrown.ts";

export function spinForever(): never {
  for (;;);
}

/** Ends the worker, not the task. */
export function exit(code: number): never {
  process.exit(code);
}

/** Ends the worker unless the code is 0: a task that is short and harmless until it is not. */
export const exitUnless0 = (code: number): number => (code === 0 ? 0 : exit(code));

/** Ends the worker a little after the task has ended well. */
export function exitSoon(milliseconds: number): void {
  setTimeout(() => process.exit(0), milliseconds);
}

/** Throws where no task can catch it, and never ends. */
export function throwFromTimer(): Promise<never> {
  setTimeout(() => {
    throw new RangeError("thrown from a timer");
  }, 10);
  return never();
}

/** Rejects a promise that nobody awaits, and never ends. */
export function rejectUnheard(): Promise<never> {
  setTimeout(() => void Promise.reject(new RangeError("rejected unheard")), 10);
  return never();
}

/** Sends its own process a signal, and never ends. */
export function signalSelf(signal: string): Promise<never> {
  process.kill(process.pid, signal);
  return never();
}

/** Asks for a core dump of its process. */
export function abort(): Promise<never> {
  process.abort();
  return never();
}

/**
 * Holds ever more small objects. Only where memory is bounded; ends without a bound too, at something like two gibibytes.
 *
 * @returns how many it held, which nobody should live to see
 */
export function fillMemory(): number {
  let chain: unknown = null;
  let held = 0;
  for (; held < 40_000_000; held++) chain = { chain, held };
  return chain === null ? 0 : held;
}

/** Calls itself until there is no stack left. */
export function recurseForever(): number {
  return recurseForever() + 1;
}

/** Sends its own process a signal, and lives on if that does not end it. */
export async function outlive(signal: string): Promise<string> {
  process.kill(process.pid, signal);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return "it lives";
}

/** Sends its own process a signal a little after the task has ended. */
export function signalSoon(signal: string, milliseconds: number): void {
  setTimeout(() => process.kill(process.pid, signal), milliseconds);
}

const OTHER_PROCESS = {
  empty: () => ({}),
  none: () => undefined,
  throwing: () =>
    new Proxy(
      {},
      {
        get() {
          throw new Error("do not touch");
        },
      },
    ),
};

/** Puts something else in the place of the global process, for ever. */
export function replaceProcess(what: keyof typeof OTHER_PROCESS): void {
  (globalThis as { process: unknown }).process = OTHER_PROCESS[what]();
}

/** Tells that its worker ends in order, in every way a program hears of that. */
export function tellOfExit(): void {
  process.on("exit", () => tell("exit"));
  const scope = globalThis as Partial<EventTarget>;
  scope.addEventListener?.("unload", () => tell("unload"));
}

/** A timer keeps its worker alive: it is nobody's intention that it ends for want of work. */
function never(): Promise<never> {
  return new Promise(() => setInterval(() => {}, 1000));
}

/** Throws this where no task can catch it, and never ends. */
export function throwLater(what: ThrownKind): Promise<never> {
  setTimeout(() => raise(what), 10);
  return never();
}
