/**
 * Two tasks that take turns in one thread.
 *
 * Shows: a task runs until it awaits; to await the next turn of the event loop lets everything else run, to await a
 *   settled promise does not.
 * Use when: a long computation must leave room for timers and requests: let it pause now and then.
 * Not when: the pauses would have to be in code that is not yours; then a thread is the better place.
 * Run: deno run packages/deno-examples/src/async/interleave.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/API/HTML_DOM_API/Microtask_guide
 */
// What has come meanwhile gets its turn before this goes on: timers, input and output, other tasks.
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

// A task gives way where it awaits, and only there.
async function work(name: string): Promise<void> {
  console.log(`${name}, block 1`);
  await nextTurn();
  console.log(`${name}, block 2`);
}

// Both begin at once, and both have done their first block before either does its second.
await Promise.allSettled([work("first"), work("second")]);
// => first, block 1
// => second, block 1
// => first, block 2
// => second, block 2

// To await what is settled is a pause too, but a short one: only other promises get a turn, and timers wait for all of them.
const timer = { fired: false };
setTimeout(() => (timer.fired = true), 0);
for (let i = 0; i < 10_000; i++) await Promise.resolve();
console.log(`after 10,000 settled promises the timer has fired: ${timer.fired}`);
// => after 10,000 settled promises the timer has fired: false

// To await the event loop lets the timer fire.
while (!timer.fired) await nextTurn();
console.log(`after turns of the event loop it has fired: ${timer.fired}`);
// => after turns of the event loop it has fired: true
