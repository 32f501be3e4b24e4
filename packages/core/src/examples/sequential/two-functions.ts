/**
 * Two functions, one after the other.
 *
 * Shows: what a program does without any concurrency: a call is over before the next one begins.
 * Use when: always, until something waits or computes for longer than you like.
 * Not when: one of the calls holds up what could go on without it.
 * Run: node packages/core/src/examples/sequential/two-functions.ts
 * Run: deno run packages/core/src/examples/sequential/two-functions.ts
 * Run: bun packages/core/src/examples/sequential/two-functions.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 */
function doFirst(): void {
  console.log("doFirst is running");
}

function doSecond(): void {
  console.log("doSecond is running");
}

// However often you run it: the first line is the first.
doFirst(); // => doFirst is running
doSecond(); // => doSecond is running
