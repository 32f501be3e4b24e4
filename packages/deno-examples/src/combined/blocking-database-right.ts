/**
 * Use a database client that blocks without freezing the event loop: in threads.
 *
 * Shows: what blocks belongs in a worker; the event loop here goes on as if nothing were.
 * Use when: a library has no asynchronous form: SQLite, image and compression libraries, anything whose name ends in `Sync`.
 * Not when: the client waits for a server over the network; then an asynchronous one needs no thread.
 * Run: deno run --allow-read packages/deno-examples/src/combined/blocking-database-right.ts
 * Needs: Deno 2.9
 * See: https://nodejs.org/api/sqlite.html
 */
import { ThreadPool } from "../threading/thread-pool.ts";

// Every worker opens a connection of its own when it loads the tasks.
await using pool = new ThreadPool<typeof import("./blocking-database.tasks.ts")>(
  () => new Worker(new URL("./blocking-database.worker.ts", import.meta.url), { type: "module" }),
  { workers: 3 },
);
await pool.prewarm();

// Everything else that this program has to do: something small, every 10 ms.
let ticks = 0;
const ticker = setInterval(() => ticks++, 10);

// The same function, in a thread. Here is something to wait for: a message.
const query = (rows: number): Promise<number> => pool.submit("report", [rows]);
const totals = await Promise.all([query(300_000), query(300_000), query(300_000)]);
console.log(`the totals are ${totals.join(", ")}`);
console.log(`ticks during three queries: ${ticks}`);
clearInterval(ticker);
