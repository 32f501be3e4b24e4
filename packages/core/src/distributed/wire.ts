/**
 * What travels between machines and runtimes: what can be cloned, as bytes that Node, Deno and Bun read alike.
 *
 *      {"from":0,"to":["b","Float64Array",0,800]} ⏎ ········
 *      ╰──────── one line of JSON ──────────────╯   ╰─ the bytes of all buffers, one after the other
 *
 * What JSON has is itself. All else is a list that begins with its kind, a list of values too: `["a", 1, 2]`. An object that comes
 * again is `["&", n]`, the n-th of all: so rings, and what two places share, arrive as they were.
 *
 * Unlike a clone: two views of one buffer arrive as views of two, and a list has no fields beside its items.
 */
import { describe } from "../pool/errors.ts";
import { type Packed, packing } from "../pool/worker-errors.ts";

/** @throws {DOMException} something in it cannot be cloned, or not to another machine */
export function encode(root: unknown): Uint8Array<ArrayBuffer> {
  const seen = new Map<object, number>();
  const buffers: Uint8Array[] = [];
  let length = 0;

  const written = (value: unknown): unknown => {
    if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
    if (typeof value === "number") return writtenNumber(value);
    if (value === undefined) return ["u"];
    if (typeof value === "bigint") return ["i", value.toString(16)];
    if (typeof value !== "object") throw uncloneable(value);
    const before = seen.get(value);
    if (before !== undefined) return ["&", before];
    seen.set(value, seen.size);
    return writtenObject(value);
  };

  const writtenObject = (value: object): unknown => {
    if (Array.isArray(value)) return ["a", ...Array.from(value, (item, i) => (i in value ? written(item) : ["h"]))];
    if (value instanceof Date) return ["d", Number.isNaN(value.getTime()) ? null : value.getTime()];
    if (value instanceof RegExp) return ["r", value.source, value.flags];
    if (value instanceof Map) return ["m", ...[...value].flat().map(written)];
    if (value instanceof Set) return ["s", ...[...value].map(written)];
    if (value instanceof ArrayBuffer) return ["b", "ArrayBuffer", ...take(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      if (!(buffer instanceof ArrayBuffer)) throw uncloneable(buffer); // shared memory
      const kind = Reflect.get(value, Symbol.toStringTag) as string;
      if (kind in VIEWS) return ["b", kind, ...take(new Uint8Array(buffer, byteOffset, byteLength))];
    }
    if (value instanceof DOMException) return ["x", value.message, value.name];
    if (value instanceof Error) return ["e", written(packing.pack(value))];
    if (Object.prototype.toString.call(value) !== "[object Object]") throw uncloneable(value);
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, written(field)]));
  };

  const take = (bytes: Uint8Array): [at: number, length: number] => {
    buffers.push(bytes);
    length += bytes.byteLength;
    return [length - bytes.byteLength, bytes.byteLength];
  };

  const line = new TextEncoder().encode(`${JSON.stringify(written(root))}\n`);
  const bytes = new Uint8Array(line.byteLength + length);
  bytes.set(line);
  let at = line.byteLength;
  for (const buffer of buffers) {
    bytes.set(buffer, at);
    at += buffer.byteLength;
  }
  return bytes;
}

/** @throws {Error} they are nothing that `encode` makes; nothing in them is ever executed */
export function decode(bytes: Uint8Array): unknown {
  const end = bytes.indexOf(10);
  if (end < 0) throw new SyntaxError("Cannot read what came: it has no line");
  // Not by a slice of what came, which in Node may be a view of a larger buffer.
  const body = new Uint8Array(bytes.buffer, bytes.byteOffset + end + 1, bytes.byteLength - end - 1);
  const seen: unknown[] = [];

  const read = (entry: unknown): unknown => {
    if (typeof entry !== "object" || entry === null) return entry;
    if (Array.isArray(entry)) return readKind(entry[0], entry.slice(1));
    const object = remember<Record<string, unknown>>({});
    for (const [key, field] of Object.entries(entry)) put(object, key, read(field));
    return object;
  };

  const readKind = (kind: unknown, parts: unknown[]): unknown => {
    const [first, second, third] = parts;
    if (kind === "u") return undefined;
    if (kind === "n") return Number(first);
    if (kind === "i") return readBigint(String(first));
    if (kind === "&" && Number(first) in seen) return seen[Number(first)];
    if (kind === "a") return readList(parts, remember([]));
    if (kind === "d") return remember(new Date(first === null ? NaN : Number(first)));
    if (kind === "r") return remember(new RegExp(String(first), String(second)));
    if (kind === "m") return readMap(parts, remember(new Map()));
    if (kind === "s") return readSet(parts, remember(new Set()));
    if (kind === "b") return remember(readBuffer(String(first), Number(second), Number(third)));
    if (kind === "x") return remember(new DOMException(String(first), String(second)));
    if (kind === "e") return readError(first);
    throw new SyntaxError(`Cannot read what came: found a value of the kind ${describe(kind)}`);
  };

  const readList = (parts: unknown[], list: unknown[]): unknown => {
    list.length = parts.length;
    for (const [i, part] of parts.entries()) if (!(Array.isArray(part) && part[0] === "h")) list[i] = read(part);
    return list;
  };
  const readMap = (parts: unknown[], map: Map<unknown, unknown>): unknown => {
    for (let i = 0; i < parts.length; i += 2) map.set(read(parts[i]), read(parts[i + 1]));
    return map;
  };
  const readSet = (parts: unknown[], set: Set<unknown>): unknown => {
    for (const part of parts) set.add(read(part));
    return set;
  };
  const readError = (part: unknown): unknown => {
    const place = seen.push(undefined) - 1;
    const error = packing.unpack(read(part) as Packed);
    if (!(error instanceof Error))
      throw new SyntaxError(`Cannot read what came: wanted an error, found ${describe(error)}`);
    return (seen[place] = error);
  };

  const readBuffer = (kind: string, at: number, length: number): object => {
    const { buffer } = body.slice(at, at + length);
    const View = Object.hasOwn(VIEWS, kind) ? VIEWS[kind] : undefined;
    if (buffer.byteLength !== length || (!View && kind !== "ArrayBuffer"))
      throw new SyntaxError(`Cannot read what came: wanted ${length} bytes of a buffer, found ${buffer.byteLength}`);
    return View ? new View(buffer) : buffer;
  };

  const remember = <Value>(value: Value): Value => {
    seen.push(value);
    return value;
  };

  return read(JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))));
}

const VIEWS: Readonly<Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

const writtenNumber = (value: number): unknown =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : ["n", Object.is(value, -0) ? "-0" : String(value)];

const readBigint = (text: string): bigint =>
  text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);

/** As a field of its own, whatever its name: `__proto__` is one like others. */
const put = (object: object, key: string, value: unknown): unknown =>
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });

const uncloneable = (value: unknown): DOMException =>
  new DOMException(`${describe(value)} could not be cloned to another machine`, "DataCloneError");
