/**
 * Messages over a byte stream: Deno has no channel to a child started with `Deno.Command`, only its standard streams.
 *
 *     ┌──────────┬────────────────┬─────────────────────────┐
 *     │ "TRI1"   │ length, uint32 │ V8's serialised value   │   the mark tells a frame from a stray print
 *     └──────────┴────────────────┴─────────────────────────┘
 */
import { deserialize, serialize } from "node:v8";

const MARK = 0x54524931;
const HEADER = 8;

/** @throws {Error} when the value cannot be cloned */
export function frame(value: unknown): Uint8Array<ArrayBuffer> {
  const body = serialize(value);
  const bytes = new Uint8Array(HEADER + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MARK);
  view.setUint32(4, body.length);
  bytes.set(body, HEADER);
  return bytes;
}

/**
 * The values of a stream of frames. An unfinished last frame is left out.
 *
 * @throws {Error} when there is something else than frames in the stream
 */
export async function* readFrames(stream: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  let held = new Uint8Array(64 * 1024);
  let size = 0;
  for await (const chunk of stream) {
    if (size + chunk.length > held.length) {
      const larger = new Uint8Array(Math.max(2 * held.length, size + chunk.length));
      larger.set(held.subarray(0, size));
      held = larger;
    }
    held.set(chunk, size);
    size += chunk.length;
    let start = 0;
    for (;;) {
      if (size - start < HEADER) break;
      const view = new DataView(held.buffer, start, HEADER);
      if (view.getUint32(0) !== MARK) throw new Error(strayText(held.subarray(start, size)));
      const end = start + HEADER + view.getUint32(4);
      if (end > size) break;
      yield deserialize(held.slice(start + HEADER, end));
      start = end;
    }
    held.copyWithin(0, start, size);
    size -= start;
  }
}

function strayText(bytes: Uint8Array): string {
  const text = JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 80)));
  return `Cannot read from the child: wanted frames on its stdout, found ${text}: print to stderr instead`;
}
