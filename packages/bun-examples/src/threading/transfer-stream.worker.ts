/** The worker of `transfer-stream.ts`: asks for one piece after the other, slowly, and counts their bytes. */
declare const self: Worker;

let bytes = 0;
self.addEventListener("message", ({ data: piece }: MessageEvent<Uint8Array | undefined>) => {
  if (!piece) return self.postMessage(bytes);
  bytes += piece.length;
  setTimeout(() => self.postMessage("next"), 1);
});
self.postMessage("next");
