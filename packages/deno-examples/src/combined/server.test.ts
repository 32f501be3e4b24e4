/** The server keeps its promises when requests are slow, crash, are cancelled or too many, and when it is told to end. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { context } from "@triathlon/core/abilities/context";
import { statistics } from "@triathlon/core/abilities/statistics";
import { type Answer, answers } from "@triathlon/core/examples/combined/server.answers";
import { ThreadPool } from "../threading/thread-pool.ts";

/** One worker, whose tasks fail as they are asked to. */
function prepare(worker: URL, maxQueue = 10) {
  const counted = statistics();
  const pool = new ThreadPool<typeof import("@triathlon/core/examples/combined/server.test.tasks")>(
    () => new Worker(worker, { type: "module" }),
    {
      workers: 1,
      maxQueue,
      abilities: [counted, context()],
    },
  );
  const answer = answers(pool, counted, 500);
  const ask = (url: string, signal = new AbortController().signal): Promise<Answer> =>
    answer({ url, signal, traceparent: "00-17-1-01" });
  return { pool, ask, [Symbol.asyncDispose]: () => pool.close() };
}

async function start(maxQueue?: number) {
  const server = prepare(new URL("./server.test.worker.ts", import.meta.url), maxQueue);
  await server.pool.prewarm();
  return server;
}

Deno.test("a request is answered", async () => {
  await using server = await start();
  const { status, text } = await server.ask("/primes?below=7");
  assert.deepEqual([status, text], [200, "7\n"]);
});

Deno.test("a request that asks for nonsense costs no worker", async () => {
  await using server = await start();
  for (const url of ["/primes", "/primes?below=-1", "/primes?below=1e9", "/primes?below=9999999999"])
    assert.equal((await server.ask(url)).status, 400, url);
  for (const url of ["/", "//", "http://[", "/primes/"]) assert.equal((await server.ask(url)).status, 404, url);
  assert.match((await server.ask("/metrics")).text, /^pool_run_seconds_count 0$/m);
});

Deno.test("a task that throws is 500, and its message stays here", async () => {
  await using server = await start();
  const { status, text } = await server.ask("/primes?below=1");
  assert.deepEqual([status, text], [500, "failed\n"]);
});

Deno.test("a worker that dies is 500 for its request alone", async () => {
  await using server = await start();
  assert.equal((await server.ask("/primes?below=2")).status, 500);
  assert.equal((await server.ask("/primes?below=7")).status, 200);
});

Deno.test("a request that takes too long is 504, and its worker goes on", async () => {
  await using server = await start();
  assert.equal((await server.ask("/primes?below=3")).status, 504);
  assert.equal((await server.ask("/primes?below=7")).status, 200);
});

Deno.test("a client that goes away takes its work along", async () => {
  await using server = await start();
  const gone = new AbortController();
  const first = server.ask("/primes?below=3", gone.signal);
  gone.abort();
  assert.equal((await first).status, 499);
  assert.equal((await server.ask("/primes?below=7")).status, 200);
});

Deno.test("one request too many is 503, and is told when to come again", async () => {
  await using server = await start(0);
  const gone = new AbortController();
  const first = server.ask("/primes?below=3", gone.signal);
  const { status, headers } = await server.ask("/primes?below=7");
  assert.equal(status, 503);
  assert.equal(headers["retry-after"], "1");
  assert.match((await server.ask("/metrics")).text, /^requests_turned_away_total 1$/m);
  gone.abort();
  await first;
});

Deno.test("what was accepted is answered after close, and nothing else is", async () => {
  await using server = await start();
  const accepted = server.ask("/primes?below=7");
  void server.pool.close();
  assert.equal((await accepted).status, 200);
  for (const url of ["/primes?below=7", "/healthz"]) assert.equal((await server.ask(url)).status, 503, url);
});

Deno.test("the health is that workers can be started", async () => {
  await using server = await start();
  assert.equal((await server.ask("/healthz")).status, 200);
  await using broken = prepare(new URL(`${import.meta.url}.gone`));
  const { status, text } = await broken.ask("/healthz");
  assert.deepEqual([status, text], [503, "no worker can be started\n"], "no path of this machine");
});

Deno.test("the metrics count what happened", async () => {
  await using server = await start();
  for (const below of [7, 7, 1]) await server.ask(`/primes?below=${below}`);
  const { text, headers } = await server.ask("/metrics");
  assert.match(headers["content-type"] ?? "", /^text\/plain; version=0\.0\.4/);
  const lines = text.split("\n");
  for (const line of [
    'pool_calls_total{end="completed"} 2',
    'pool_calls_total{end="failed"} 1',
    "pool_workers_ready 1",
  ])
    assert.ok(lines.includes(line), text);
});

Deno.test("the trace of a request goes on in its worker", async () => {
  await using server = await start();
  assert.equal((await server.ask("/primes?below=4")).text, "17\n");
});

/** The program itself, in a process of its own. */
async function startProgram() {
  const program = fileURLToPath(new URL("./server.ts", import.meta.url));
  const child = new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--allow-read", "--allow-net=127.0.0.1", "--allow-env=PORT", program],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  const url = String((await lines.next()).value)
    .trim()
    .replace("listening on ", "");
  const end = async () => {
    child.kill("SIGTERM");
    await lines.return?.();
    return (await child.status).code;
  };
  return { url, end };
}

/** Until the program's metrics have this line. */
async function until(url: string, line: string): Promise<void> {
  for (let text = ""; !text.split("\n").includes(line);) {
    const response = await fetch(`${url}/metrics`);
    assert.equal(response.status, 200);
    text = await response.text();
  }
}

Deno.test("a client that closes its connection takes its work along", async () => {
  const { url, end } = await startProgram();
  const client = new AbortController();
  const response = fetch(`${url}/primes?below=50000000`, { signal: client.signal }).catch(() => "gone");
  await until(url, "pool_calls_running 1");
  client.abort();
  assert.equal(await response, "gone");
  await until(url, 'pool_calls_total{end="cancelled"} 1');
  assert.equal(await end(), 0);
});

Deno.test("a server that is told to end answers what it has accepted, and ends by itself", async () => {
  const { url, end } = await startProgram();
  const response = fetch(`${url}/primes?below=5000000`);
  await until(url, "pool_calls_running 1");
  const ended = end();
  assert.equal(await (await response).text(), "348513\n");
  assert.equal(await ended, 0);
});
