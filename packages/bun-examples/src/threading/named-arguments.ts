/**
 * Submit tasks with two arguments, by position and by name, to threads.
 *
 * Shows: arguments by name are one object, and the compiler knows the names.
 * Use when: a task takes more than one thing, or may take more tomorrow; `map` hands over one thing as well.
 * Not when: what is handed over has methods: it is copied on its way, and arrives as plain data.
 * Run: bun packages/bun-examples/src/threading/named-arguments.ts
 * Needs: Bun 1.4
 */
import { ThreadPool } from "./thread-pool.ts";

// The type names the tasks and what they take.
await using pool = new ThreadPool<typeof import("@triathlon/core/examples/named-arguments.tasks")>(
  () => new Worker(new URL("./named-arguments.worker.ts", import.meta.url)),
);

// By position: the list is the task's list of arguments, and a list you have already is handed over as it is.
const pair: [number, number] = [3, 4];
console.log(await pool.submit("byPosition", [1, 2])); // => 1 and 2
console.log(await pool.submit("byPosition", pair)); // => 3 and 4

// By name: a list with one object. The order of the names means nothing.
console.log(await pool.submit("byName", [{ parameter1: 5, parameter2: 6 }])); // => 5 and 6
console.log(await pool.submit("byName", [{ parameter2: 8, parameter1: 7 }])); // => 7 and 8

// `map` gives each task one thing; with names, that can be many.
const inputs = [9, 11].map((parameter1) => ({ parameter1, parameter2: parameter1 + 1 }));
for await (const text of pool.map("byName", inputs)) console.log(text);
// => 9 and 10
// => 11 and 12

// A wrong name does not compile. The worker would not notice: it finds `undefined`.
// @ts-expect-error -- there is no parameter3
console.log(await pool.submit("byName", [{ parameter1: 13, parameter3: 14 }])); // => 13 and undefined
