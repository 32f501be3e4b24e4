/**
 * Submits jobs, in whichever runtime runs it, to workers of whichever runtime there are: each check is one line of JSON on stdout.
 *
 *     … submit.ts <address of the server> <name of the queue>
 */
import process from "node:process";
import { DistributedPool } from "../../distributed/distributed-pool.ts";
import { checksOf } from "../check.ts";
import { openJobs } from "./open-jobs.ts";

type Tasks = typeof import("./tasks.ts");

const [server = "", name] = process.argv.slice(-2);
const check = checksOf({} as never, (line) => console.log(JSON.stringify(line)));

const pool = new DistributedPool<Tasks>(await openJobs(server, name));

check.equal("a task's value comes back", await pool.submit("add", [20, 22]), 42);

const value = {
  map: new Map<unknown, unknown>([[1n, new Set([undefined, -0, NaN])]]),
  floats: new Float64Array([1.5, -2]),
  bytes: new Uint8Array(100_000).fill(7),
  date: new Date(5),
};
const found = (await pool.submit("echo", [value])) as typeof value;
check.ok("maps, sets and odd numbers survive both ways", found.map.get(1n) instanceof Set, found.map);
check.equal("numbers in buffers survive", [...found.floats], [1.5, -2]);
check.ok(
  "bytes survive",
  found.bytes.length === 100_000 && found.bytes.every((byte) => byte === 7),
  found.bytes.length,
);
check.equal("dates survive", found.date.getTime(), 5);

const thrown = (await check.rejects(
  "a task's error rejects its call",
  pool.submit("raise", ["coded"]),
  "TaskError",
)) as {
  cause: { name: string; code: string; detail: unknown };
};
check.equal("it has its class", thrown.cause instanceof TypeError, true);
check.equal("it has its fields", [thrown.cause.code, thrown.cause.detail], ["E_TYPE", { line: 3 }]);
await check.rejects("there is no such task", pool.submit("constructor" as "add", [1, 2]), "UnknownTask");
await check.rejects("what cannot be cloned is refused", pool.submit("echo", [() => 1]), "NotCloneable");
await check.rejects("what is too large is refused", pool.submit("echo", [new Uint8Array(2 ** 24)]), "PayloadTooLarge");

const inputs = Array.from({ length: 100 }, (_, i) => i);
const mapped: unknown[] = [];
for await (const each of pool.map("echo", inputs)) mapped.push(each);
check.equal("map keeps the order of its input", mapped, inputs);
const completed: number[] = [];
for await (const { index } of pool.asCompleted("echo", inputs)) completed.push(index);
check.equal(
  "asCompleted yields each once",
  completed.sort((a, b) => a - b),
  inputs,
);

const heard: unknown[] = [];
await pool.submit("steps", [3], { onProgress: (step) => heard.push(step) });
check.equal("progress is heard", heard, [{ done: 1 }, { done: 2 }, { done: 3 }]);
check.equal("a task knows its job", await pool.submit("jobId", [], { key: "k" }), `${pool.options.caller}.k`);

const left = await pool.submit("timeLeft", [], { timeout: 60_000 });
check.ok("a task knows what is left of its deadline", left > 30_000 && left < 60_000, left);
await check.rejects("a deadline ends a call", pool.submit("wait", [60_000], { timeout: 300 }), "DeadlineExceeded");
const stop = new AbortController();
const cancelled = pool.submit("wait", [60_000], { signal: stop.signal });
setTimeout(() => stop.abort(), 300);
await check.rejects("a signal ends a call", cancelled, "TaskCancelled");

await pool.close();
check.ok("the pool is closed", true);
