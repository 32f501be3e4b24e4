/** The worker of `wait-and-notify.ts`: it sleeps until there is a question, and answers it. */
declare const self: Worker;

self.addEventListener("message", ({ data: cells }: MessageEvent<Int32Array<SharedArrayBuffer>>) => {
  Atomics.wait(cells, 0, 0); // this thread stands still, with its event loop
  Atomics.store(cells, 1, Atomics.load(cells, 0) + 1);
  Atomics.notify(cells, 1);
});
