/**
 * Messages over a byte stream: Deno has no channel to a child started with `Deno.Command`, only its standard streams.
 *
 *     ┌───────────────┬────────────────┬─────────────────────────┐
 *     │ mark, 8 bytes │ length, uint32 │ V8's serialised value   │   between frames may stand anything: what the child prints
 *     └───────────────┴────────────────┴─────────────────────────┘
 */
import { deserialize, serialize } from "node:v8";

/** No text has it: UTF-8 knows no byte 255 or 254. */
const MARK = new Uint8Array([255, 254, 84, 82, 73, 65, 84, 72]);
const HEADER = MARK.length + 4;
/** Bytes of a value, at most. */
const MAX_LENGTH = 2 ** 30;

/** @throws {Error} when the value cannot be cloned, or is too large */
export function frame(value: unknown): Uint8Array<ArrayBuffer> {
  const body = serialize(value);
  if (body.length > MAX_LENGTH) throw new RangeError(`a message has at most ${MAX_LENGTH} bytes: found ${body.length}`);
  const bytes = new Uint8Array(HEADER + body.length);
  bytes.set(MARK);
  new DataView(bytes.buffer).setUint32(MARK.length, body.length);
  bytes.set(body, HEADER);
  return bytes;
}

/**
 * Hands on the values of a stream of frames, and what stands between them. An unfinished last frame is left out.
 *
 * @param next the next bytes, which are used up when it is called again; undefined at the end
 * @throws {Error} when what bears the mark is no frame
 */
export async function readFrames(
  next: () => Promise<Uint8Array | undefined>,
  message: (value: unknown) => void,
  other: (bytes: Uint8Array) => void = () => {},
): Promise<void> {
  let held = new Uint8Array(64 * 1024);
  let size = 0;
  for (let chunk = await next(); chunk; chunk = await next()) {
    // It grows with what has arrived, whatever length was announced, and does not stay large.
    if (size + chunk.length > held.length) held = resized(held, 2 * (size + chunk.length), size);
    else if (held.length > 2 ** 20 && size + chunk.length < 2 ** 16) held = resized(held, 2 ** 16, size);
    held.set(chunk, size);
    size += chunk.length;
    let start = 0;
    while (start < size) {
      const mark = findMark(held, start, size);
      if (mark > start) other(held.subarray(start, mark));
      start = mark;
      if (size - start < HEADER) break;
      const length = new DataView(held.buffer, start + MARK.length).getUint32(0);
      if (length > MAX_LENGTH)
        throw new RangeError(`Cannot read a frame: wanted at most ${MAX_LENGTH} bytes, found ${length}`);
      const end = start + HEADER + length;
      if (end > size) break;
      message(deserialize(held.slice(start + HEADER, end)));
      start = end;
    }
    held.copyWithin(0, start, size);
    size -= start;
  }
}

/** Where the next mark begins, or what may become one; the end where there is none. */
function findMark(bytes: Uint8Array, start: number, end: number): number {
  for (let at = bytes.indexOf(255, start); at >= 0 && at < end; at = bytes.indexOf(255, at + 1)) {
    if (MARK.every((byte, i) => at + i >= end || bytes[at + i] === byte)) return at;
  }
  return end;
}

function resized(bytes: Uint8Array, length: number, size: number): Uint8Array<ArrayBuffer> {
  const other = new Uint8Array(length);
  other.set(bytes.subarray(0, size));
  return other;
}
