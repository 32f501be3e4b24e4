/**
 * Fetch images, filter them in threads, and encode them, with no more in memory than needed.
 *
 * Shows: `map` pulls its input as its results are taken: a slow consumer slows the fetching; one signal ends it all.
 * Use when: waiting and computing follow each other: async does the one, threads do the other.
 * Not when: everything fits into memory at once, and nobody minds.
 * Run: deno run --allow-read=packages --allow-net=127.0.0.1 --allow-env=UNIT_MS packages/deno-examples/src/combined/image-pipeline.ts
 * Needs: Deno 2.9
 */
import { decode, encode, type Image } from "@triathlon/core/examples/combined/image-pipeline.ppm";
import { openGallery } from "@triathlon/core/examples/combined/image-pipeline.server";
import { ThreadPool } from "../threading/thread-pool.ts";

const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);
const LOOK_AHEAD = 4;

await using gallery = await openGallery();
await using pool = new ThreadPool<typeof import("@triathlon/core/examples/combined/image-pipeline.tasks")>(
  () => new Worker(new URL("./image-pipeline.worker.ts", import.meta.url), { type: "module" }),
);

// Fetch and decode. A generator does nothing until it is asked for the next image.
let fetched = 0;
async function* images(count: number, signal: AbortSignal): AsyncGenerator<Image> {
  for (let index = 0; index < count; index++) {
    const response = await fetch(`${gallery.url}/${index}`, { signal });
    fetched++;
    yield decode(new Uint8Array(await response.arrayBuffer()));
  }
}

// Filter: `map` asks for images ahead of the loop below, but never for more than four. Pixels are moved, not copied.
function filtered(count: number, signal: AbortSignal): AsyncGenerator<Image> {
  const transfer = ({ pixels }: Image) => [pixels.buffer];
  return pool.map("blur", images(count, signal), { signal, transfer, lookAhead: LOOK_AHEAD });
}

// Encode: slower than the rest, as if on a slow line. So the others wait for it, and the memory stays small.
// After a minute it would give up.
let encoded = 0;
let ahead = 0;
let sum = 0;
for await (const image of filtered(24, AbortSignal.timeout(60_000))) {
  ahead = Math.max(ahead, fetched - encoded);
  await new Promise((resolve) => setTimeout(resolve, UNIT));
  for (const byte of encode(image)) sum += byte;
  encoded++;
}
console.log(`fetched ${fetched}, encoded ${encoded}, bytes add up to ${sum}`);
console.log(`at most ${ahead} images in memory at once`);

// Cancel: after eight of a thousand images the reader has seen enough. The fetch and the filter
// end, and so does the loop, by an error; what had been filtered already may still come.
const reader = new AbortController();
fetched = encoded = 0;
try {
  for await (const image of filtered(1000, reader.signal)) {
    encode(image);
    if (++encoded === 8) reader.abort();
  }
} catch (error) {
  if (!reader.signal.aborted) throw error;
  console.log(`cancelled: fetched ${fetched} of 1000, encoded ${encoded}`);
}
