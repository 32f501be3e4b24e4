/** The thread of `memory-per-worker-right.ts`: answers what stands in a row of the table that all threads share. */

declare const self: Worker;

self.addEventListener("message", ({ data }: MessageEvent<{ table: Float64Array; row: number }>) => {
  self.postMessage(data.table[data.row]);
});
