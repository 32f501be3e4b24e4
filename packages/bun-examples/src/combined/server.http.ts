/**
 * What speaks HTTP, and how it ends: when the process is told to, what was accepted is answered, within a limit. Of requests that a client
 * sends ahead on one connection (pipelining) Bun 1.4 answers none that has to wait: browsers and proxies send none.
 */
import type { Answers } from "@triathlon/core/examples/combined/server.answers";
import type { WorkerPool } from "@triathlon/core/pool/worker-pool";

/** 0: any that is free. */
const port = Number(process.env["PORT"] ?? 0);
/** Milliseconds after which a shutdown waits for nothing more. */
const DRAIN = 10_000;

/** Serves until SIGTERM or Ctrl-C, then closes the pool. A second signal ends the program at once. */
export async function serveHttp(pool: Pick<WorkerPool<never>, "close" | "terminate">, answer: Answers): Promise<void> {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    async fetch({ url, headers, signal }) {
      const traceparent = headers.get("traceparent") ?? undefined;
      const { status, text, headers: more } = await answer({ url, signal, traceparent });
      return new Response(text, { status, headers: more });
    },
  });
  const { promise: told, resolve: tell } = Promise.withResolvers<string>();
  const signals = ["SIGTERM", "SIGINT"] as const;
  const onSignal = (name: string): void => {
    for (const each of signals) process.off(each, onSignal);
    tell(name);
  };
  for (const name of signals) process.on(name, onSignal);
  console.log(`listening on http://127.0.0.1:${server.port}`);

  const signal = await told;
  console.log(`${signal}: finishing what was accepted`);
  const limit = setTimeout(() => {
    void pool.terminate();
    void server.stop(true);
  }, DRAIN);
  await Promise.all([server.stop(), pool.close()]); // no new connections
  clearTimeout(limit);
  console.log("done");
}
