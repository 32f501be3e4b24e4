/** The workers of `log-in-order.ts`: each says four things, and draws a ticket for each at the moment when it says it. */
declare const self: Worker;

interface Given {
  name: string;
  tickets: Int32Array;
}

self.addEventListener("message", ({ data: { name, tickets } }: MessageEvent<Given>) => {
  const log = (text: string): void => {
    self.postMessage({ ticket: Atomics.add(tickets, 0, 1), text: `${name} ${text}` });
  };
  for (const step of ["begins", "reads", "writes", "is done"]) log(step);
});
