/**
 * Send values of many kinds to a thread, and see which are still what they were.
 *
 * Shows: a message is a copy, made by the structured clone algorithm: data arrives, behaviour does not.
 * Use when: you design what a task is given and gives back: plain objects, arrays, maps, dates, bytes.
 * Not when: the value is code; send the name of a function that the worker has imported.
 * Run: node packages/node-examples/src/threading/what-survives.ts
 * Needs: Node 22.18
 * See: https://developer.mozilla.org/docs/Web/API/Web_Workers_API/Structured_clone_algorithm
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { kinds } from "@triathlon/core/examples/threading/what-survives.values";

const worker = new Worker(new URL("./what-survives.worker.ts", import.meta.url));
const answer = async (): Promise<unknown> => (await once(worker, "message"))[0];
await answer(); // it is ready

for (const [kind, { make }] of Object.entries(kinds)) {
  let told: Promise<unknown>;
  // What cannot be copied is refused here, before anything is sent.
  try {
    worker.postMessage({ kind, value: make() });
    told = answer();
  } catch (error) {
    console.log(`${kind}: refused, ${(error as Error).name}`);
    continue;
  }
  // The worker looks at its copy: is it still what it was?
  console.log(`${kind}: ${(await told) === true ? "survives" : "is lost"}`);
}

// What is transferred is not copied but moved: it arrives whole, and the sender has nothing left.
const buffer = new ArrayBuffer(4);
worker.postMessage({ kind: "a typed array", value: new Uint8Array(buffer) }, [buffer]);
console.log(
  `a transferred buffer: ${(await answer()) === true ? "survives" : "is lost"}, ${buffer.byteLength} bytes are left here`,
);
await worker.terminate();
