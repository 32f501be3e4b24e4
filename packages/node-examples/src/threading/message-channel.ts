/**
 * Let two workers talk without the main thread in between.
 *
 * Shows: a `MessageChannel` has two ports; each can be given away, and then messages go from worker to worker.
 * Use when: one worker hands on to another, and the main thread has nothing to add.
 * Not when: the main thread needs to know of each message anyway.
 * Run: node packages/node-examples/src/threading/message-channel.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/worker_threads.html
 */
import { Worker } from "node:worker_threads";

const first = new Worker(new URL("./message-channel.worker.ts", import.meta.url));
const second = new Worker(new URL("./message-channel.worker.ts", import.meta.url));

// A port changes hands: after this it is of no use here.
const { port1, port2 } = new MessageChannel();
first.postMessage({ name: "first", port: port1, begins: true }, [port1]);
second.postMessage({ name: "second", port: port2, begins: false }, [port2]);

// The main thread hears of the end alone.
const end = await new Promise<string>((resolve) => {
  for (const worker of [first, second]) worker.on("message", (text: string) => resolve(text));
});
console.log(end); // => first: the ball went over the net 10 times
await first.terminate();
await second.terminate();
