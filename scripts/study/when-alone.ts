/** Does something once no other run measures on this machine. */
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { lockMachine } from "./machine-lock.ts";
import { say } from "../studies/bench/say.ts";

/** The exit code of `work`, or of the signal that came while it waited. @throws {UsageError} see `lockMachine` */
export async function whenAlone(noWait: boolean, work: (interrupt: Interrupt) => Promise<number>): Promise<number> {
  using interrupt = listenForInterrupt();
  let lock: Disposable;
  try {
    lock = await lockMachine({ noWait, signal: interrupt.signal, onWait: say.waiting });
  } catch (error) {
    const interrupted = interrupt.exitCode();
    if (interrupted === null) throw error;
    return interrupted;
  }
  using _held = lock;
  return await work(interrupt);
}
