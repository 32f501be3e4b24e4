/** Ctrl-C and its kin: asked once, a run ends tidily; asked twice, at once. */
import { constants } from "node:os";

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
