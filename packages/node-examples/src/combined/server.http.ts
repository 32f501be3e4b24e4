/** What speaks HTTP, and how it ends: when the process is told to, what was accepted is answered, within a limit. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { Answers } from "@triathlon/core/examples/combined/server.answers";
import type { WorkerPool } from "@triathlon/core/pool/worker-pool";

/** 0: any that is free. */
const PORT = Number(process.env["PORT"] ?? 0);
/** Milliseconds after which a shutdown waits for nothing more. */
const DRAIN = 10_000;

/** Serves until SIGTERM or Ctrl-C, then closes the pool. A second signal ends the program at once. */
export async function serveHttp(pool: Pick<WorkerPool<never>, "close" | "terminate">, answer: Answers): Promise<void> {
  const server = createServer(async ({ url = "/", headers }, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort()); // also when all was sent: then nothing is left to cancel
    const traceparent = headers["traceparent"]?.toString();
    const { status, text, headers: more } = await answer({ url, signal: gone.signal, traceparent });
    if (!server.listening) response.setHeader("connection", "close");
    response.writeHead(status, more).end(text);
  });
  server.listen(PORT, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const { promise: told, resolve: tell } = Promise.withResolvers<string>();
  const signals = ["SIGTERM", "SIGINT"] as const;
  const onSignal = (name: string): void => {
    for (const each of signals) process.off(each, onSignal);
    tell(name);
  };
  for (const name of signals) process.on(name, onSignal);
  console.log(`listening on http://127.0.0.1:${typeof address === "object" ? address?.port : PORT}`);

  const signal = await told;
  console.log(`${signal}: finishing what was accepted`);
  const limit = setTimeout(() => {
    void pool.terminate();
    server.closeAllConnections();
  }, DRAIN);
  server.close(); // no new connections
  await Promise.all([once(server, "close"), pool.close()]);
  clearTimeout(limit);
  console.log("done");
}
