/**
 * Know in every function which request it works for.
 *
 * Shows: `AsyncLocalStorage`: a value that goes along with a chain of calls, through every `await` and timer, and
 *   not to its neighbours.
 * Use when: logs, traces and rights belong to a request, and no function in between should have to hand them on.
 * Not when: one argument does it.
 * Run: node packages/core/src/examples/async/request-context.ts
 * Run: deno run packages/core/src/examples/async/request-context.ts
 * Run: bun packages/core/src/examples/async/request-context.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://nodejs.org/api/async_context.html
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";

const request = new AsyncLocalStorage<string>();

// Knows nothing of requests, and is told of none.
function log(what: string): void {
  console.log(`${request.getStore() ?? "nobody"}: ${what}`);
}

async function handle(): Promise<void> {
  log("begins");
  await sleep(request.getStore() === "a" ? 20 : 5);
  await Promise.all([query(), query()]);
  log("ends");
}

async function query(): Promise<void> {
  await sleep(10);
  log("has asked the database");
}

// Two requests at the same time, each in a context of its own.
await Promise.all(["a", "b"].map((name) => request.run(name, handle)));
log("is outside");
