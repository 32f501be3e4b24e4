/** The workers of `log-in-order.ts`: each says four things, and draws a ticket for each at the moment when it says it. */
import { parentPort } from "node:worker_threads";

interface Given {
  name: string;
  tickets: Int32Array;
}

parentPort!.on("message", ({ name, tickets }: Given) => {
  const log = (text: string): void => {
    parentPort!.postMessage({ ticket: Atomics.add(tickets, 0, 1), text: `${name} ${text}` });
  };
  for (const step of ["begins", "reads", "writes", "is done"]) log(step);
});
