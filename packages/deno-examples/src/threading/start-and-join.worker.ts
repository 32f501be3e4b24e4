/** What the threads of `start-and-join.ts` run. */
const scope = self as unknown as { name: string; postMessage(message: string): void; close(): void };
const task = scope.name;
for (let line = 1; line <= 3; line++) console.log(`${task}, line ${line}`);

// The last message, and the end: a worker that is not closed keeps the program alive.
scope.postMessage("done");
scope.close();
