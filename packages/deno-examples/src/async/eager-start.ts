/**
 * Call an async function, and see that it has begun before the call returns.
 *
 * Shows: an async function runs at once, up to its first `await`; a coroutine of Python runs only when it is awaited or made a task.
 * Use when: several waits overlap: call first, await later.
 * Not when: the start itself must wait; hand over a function then, and call it when its time has come.
 * Run: deno run packages/deno-examples/src/async/eager-start.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Statements/async_function
 */
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function task(name: string): Promise<string> {
  console.log(`${name} begins`);
  await sleep(1);
  console.log(`${name} goes on`);
  return name;
}

// The call runs the function as far as its first `await`. What it returns is a promise of the rest.
console.log("before the call of A"); // => before the call of A
const a = task("A"); // => A begins
console.log("after the call of A"); // => after the call of A
console.log(`${await a} has ended`);
// => A goes on
// => A has ended

// Nobody has to await it: B runs whether or not someone looks at its promise.
const b = task("B"); // => B begins
await sleep(10); // => B goes on
console.log(`${await b} had ended long before`); // => B had ended long before

// What should begin later is a function. This is what a pool is given, and why.
const later = (): Promise<string> => task("C");
console.log("C is prepared"); // => C is prepared
console.log(`${await later()} has ended`);
// => C begins
// => C goes on
// => C has ended
