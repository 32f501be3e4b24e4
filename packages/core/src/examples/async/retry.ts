/**
 * Try again, a little later each time.
 *
 * Shows: exponential back-off with jitter: the pause doubles, and chance keeps many callers from coming back at
 *   the same moment.
 * Use when: what fails may succeed when asked again: a busy service, a lost connection.
 * Not when: it will fail again (a wrong request), or asking twice does harm: then let the request carry a key that
 *   the other side knows it by.
 * Run: node packages/core/src/examples/async/retry.ts
 * Run: deno run packages/core/src/examples/async/retry.ts
 * Run: bun packages/core/src/examples/async/retry.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
import { setTimeout as sleep } from "node:timers/promises";

interface Patience {
  tries: number;
  /** Milliseconds before the second try; doubled for each after it. */
  pause: number;
  signal?: AbortSignal;
}

async function retry<Value>(work: () => Promise<Value>, { tries, pause, signal }: Patience): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === tries) throw error;
      // Between half of the pause and all of it; an aborted signal ends the wait, with its reason.
      const most = pause * 2 ** (attempt - 1);
      await sleep(most * (0.5 + Math.random() / 2), undefined, { ...(signal && { signal }) });
    }
  }
}

// A service that is busy twice.
let asked = 0;
async function ask(): Promise<string> {
  asked++;
  if (asked < 3) throw new Error("busy");
  return "done";
}
console.log(`${await retry(ask, { tries: 5, pause: 10 })} after ${asked} tries`); // => done after 3 tries

// One that stays busy: the last error is what the caller gets.
const never = async (): Promise<never> => {
  throw new Error("busy for good");
};
await retry(never, { tries: 3, pause: 10 }).catch((error: Error) => console.log(error.message)); // => busy for good
