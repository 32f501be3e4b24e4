/** What speaks HTTP, and how it ends: when the process is told to, what was accepted is answered, within a limit. */
import type { Answers } from "@triathlon/core/examples/combined/server.answers";
import type { WorkerPool } from "@triathlon/core/pool/worker-pool";

/** 0: any that is free. */
const port = Number(Deno.env.get("PORT") ?? 0);
/** Milliseconds after which a shutdown waits for nothing more. */
const DRAIN = 10_000;

/** Serves until SIGTERM or Ctrl-C, then closes the pool. A second signal ends the program at once. */
export async function serveHttp(pool: Pick<WorkerPool<never>, "close">, answer: Answers): Promise<void> {
  const { promise: told, resolve: tell } = Promise.withResolvers<string>();
  let isTold = false;
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(name, () => {
      if (isTold) Deno.exit(1);
      isTold = true;
      tell(name);
    });
  }
  const onListen = (address: Deno.NetAddr): void => console.log(`listening on http://127.0.0.1:${address.port}`);
  // The request's signal is aborted when its client goes away, and also when all was sent: then nothing is left to cancel.
  const server = Deno.serve({ hostname: "127.0.0.1", port, onListen }, async ({ url, headers, signal }) => {
    const traceparent = headers.get("traceparent") ?? undefined;
    const { status, text, headers: more } = await answer({ url, signal, traceparent });
    return new Response(text, { status, headers: more });
  });

  const signal = await told;
  console.log(`${signal}: finishing what was accepted`);
  setTimeout(() => Deno.exit(), DRAIN);
  await Promise.all([server.shutdown(), pool.close()]); // no new connections
  console.log("done");
  Deno.exit(); // a thread that is busy and cannot be stopped would keep the program
}
