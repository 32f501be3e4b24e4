/**
 * Start another process in place of one that died.
 *
 * Shows: `node:cluster`: workers that share one port, and a primary that serves nothing and sees to it that there
 *   are enough of them.
 * Use when: a server of one thread is to use all cores, and a crash must cost one request and not the service.
 * Not when: requests compute: then a pool in one server shares its caches, its connections and its health.
 * Run: node packages/core/src/examples/multiprocessing/cluster.ts
 * Run: deno run --allow-net --allow-run --allow-env --allow-read packages/core/src/examples/multiprocessing/cluster.ts
 * Run: bun packages/core/src/examples/multiprocessing/cluster.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://nodejs.org/api/cluster.html
 */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";

if (cluster.isPrimary) await supervise();
else serve();

function serve(): void {
  const server = createServer((request, response) => {
    if (request.url === "/crash") process.exit(7);
    response.end("served\n");
  });
  server.listen(Number(process.env["PORT"]), "127.0.0.1");
}

async function supervise(): Promise<void> {
  // One port for all of them, which must be named: with 0, workers of Bun get one each.
  const PORT = await freePort();
  const start = async (): Promise<number> => {
    const [address] = (await once(cluster.fork({ PORT }), "listening")) as [AddressInfo];
    return address.port;
  };
  const ports = [await start(), await start()];
  console.log(`${ports.length} workers listen on ${new Set(ports).size} port`); // => 2 workers listen on 1 port

  // A worker that dies is replaced. Should they die at their start, each start must wait longer than the last.
  const replaced = once(cluster, "exit").then(async ([worker, exitCode]) => {
    console.log(
      `a worker has died: ${(worker as Worker).exitedAfterDisconnect ? "told to" : "not told to"}, exit code ${exitCode}`,
    );
    // => a worker has died: not told to, exit code 7
    return start();
  });
  const url = `http://127.0.0.1:${PORT}`;
  await fetch(`${url}/crash`).catch(() => {}); // this one request is lost
  console.log(`another one listens: ${(await replaced) === PORT}`); // => another one listens: true
  console.log(`and requests are ${(await (await fetch(url)).text()).trim()}`); // => and requests are served
  for (const worker of Object.values(cluster.workers ?? {})) worker?.kill();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
