/** Does something once no other run measures on this machine; Ctrl-C and its kin, asked once, end it tidily, asked twice, at once. */
import { constants } from "node:os";
import { lockMachine } from "./machine-lock.ts";

/** The exit code of `work`, or of the signal that came while it waited. @throws {UsageError} see `lockMachine` */
export async function whenAlone(noWait: boolean, work: (interrupt: Interrupt) => Promise<number>): Promise<number> {
  using interrupt = listenForInterrupt();
  let lock: Disposable;
  try {
    lock = await lockMachine({ noWait, signal: interrupt.signal });
  } catch (error) {
    const interrupted = interrupt.exitCode();
    if (interrupted === null) throw error;
    return interrupted;
  }
  using _held = lock;
  return await work(interrupt);
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interrupt extends Disposable {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** 128 + the signal's number, as shells have it; null while there was none. */
  exitCode(): number | null;
}

export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let code: number | null = null;
  const listener = (signal: (typeof SIGNALS)[number]): void => {
    if (code !== null) process.exit(code);
    code = 128 + constants.signals[signal];
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    signal: controller.signal,
    exitCode: () => code,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}
