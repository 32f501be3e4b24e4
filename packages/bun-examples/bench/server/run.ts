/** The program of the load test: the server of the examples, with its work in its pool, and the same work in the handler itself. */
import { context } from "@triathlon/core/abilities/context";
import { statistics } from "@triathlon/core/abilities/statistics";
import { type Answers, answers } from "@triathlon/core/examples/combined/server.answers";
import { countPrimes } from "@triathlon/core/examples/combined/server.tasks";
import { obeyServer } from "@triathlon/core/measure/server/obey-server";
import type { TaskContext } from "@triathlon/core/pool/tasks";
import { serveHttp } from "../../src/combined/server.http.ts";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

/** Without a pool: what somebody writes first. */
const inline: Answers = async ({ url, signal }) => {
  const below = Number(URL.parse(url, "http://localhost")?.searchParams.get("below"));
  const count = await countPrimes.call({ signal } as TaskContext, below);
  return { status: 200, text: `${count}\n`, headers: { "content-type": "text/plain; charset=utf-8" } };
};

await obeyServer({
  version: Bun.version,
  inline: (watched) => serveHttp({ close: async () => {}, terminate: async () => {} }, watched(inline)),
  async pool(watched) {
    const counted = statistics();
    const pool = new ThreadPool<typeof import("@triathlon/core/examples/combined/server.tasks")>(
      () => new Worker(new URL("../../src/combined/server.worker.ts", import.meta.url)),
      { maxQueue: 50, abilities: [counted, context()] },
    );
    await pool.prewarm();
    await serveHttp(pool, watched(answers(pool, counted)));
  },
});
