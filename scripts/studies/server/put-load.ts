/** A client of a server, from outside: asks until somebody answers, puts load on it, has its loop watched meanwhile, and tells it to end. */
import { get } from "node:http";
import type { Load } from "@triathlon/core/results/server";
import autocannon, { type Options } from "autocannon";

/** Requests of the program around the example's server; none of the example's paths ends so. */
export const PATHS = { watch: "/loop/watch", tell: "/loop/tell" };

/** How many primes there are below a number: the answer that each request must have. Source: OEIS A006880. */
export const PRIMES_BELOW: Readonly<Record<number, number>> = { 10_000: 1229, 1_000_000: 78_498 };

export interface Loaded {
  /** Of each answer, in order. */
  latencySeconds: number[];
  /** For how long there was load. */
  loadedSeconds: number;
}

/**
 * The load of a setting, first to warm up and then to be measured.
 *
 * @param over aborted when the server has ended
 * @throws {Error} where a request had no answer, or a wrong one
 */
export async function measureUnderLoad(
  url: string,
  { connections, below, warmupSeconds, loadSeconds }: Load,
  over: AbortSignal,
): Promise<Loaded> {
  await untilAnswered(url, over);
  const request = { url: `${url}/primes?below=${below}`, connections, expectBody: `${PRIMES_BELOW[below]}\n` };
  await putLoad({ ...request, duration: warmupSeconds }, over);
  await ask(url + PATHS.watch, over);
  const loaded = await putLoad({ ...request, duration: loadSeconds }, over);
  await ask(url + PATHS.tell, over);
  return loaded;
}

/** How often it looks whether the time is up, in milliseconds. */
const LOOK = 50;

async function putLoad(
  options: Pick<Options, "url" | "connections" | "duration" | "expectBody">,
  over: AbortSignal,
): Promise<Loaded> {
  const latencySeconds: number[] = [];
  const began = performance.now();
  const load = autocannon({ ...options, sampleInt: LOOK });
  const stop = (): void => load.stop();
  over.addEventListener("abort", stop);
  load.on("response", (_client, _status, _bytes, milliseconds) => latencySeconds.push(milliseconds / 1000));
  const { errors, non2xx, mismatches } = await load;
  const loadedSeconds = (performance.now() - began) / 1000;
  over.removeEventListener("abort", stop);
  over.throwIfAborted();
  const wrong = Object.entries({ "without an answer": errors, "not 200": non2xx, "with a wrong answer": mismatches });
  const failed = wrong.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  if (failed.length > 0 || latencySeconds.length === 0) {
    throw new Error(
      `wanted every request answered rightly, found ${failed.join(", ") || "none answered"} (${latencySeconds.length} answers in all)`,
    );
  }
  return { latencySeconds, loadedSeconds };
}

/** By a connection of its own: one that is kept alive may be closed by the server just then, and is in the way of its end. */
async function ask(url: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  get(url, { agent: false, signal }, (response) => response.resume().on("end", resolve)).on("error", reject);
  return promise;
}

/** A server that listens answers, whatever it says. */
async function untilAnswered(url: string, over: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await ask(url, over);
    } catch {
      over.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
