/** Whatever structured clone takes comes back as it was, and what came can do no harm. */
import { anything, assert, json, oneof, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode } from "./wire.ts";

const there = (value: unknown): unknown => decode(encode(value));

const shared = { n: 1 };
const ring: unknown[] = [];
ring.push(ring);

describe("encode and decode", () => {
  it.each<[string, unknown]>([
    ["text with all it may hold", 'a "b"\n⏎ \u{1f680} \ud800'],
    ["numbers", [0, -0, 1.5, -1e300, NaN, Infinity, -Infinity]],
    ["undefined and null", [undefined, null, { a: undefined }]],
    ["bigints", [0n, -1n, 2n ** 200n]],
    ["dates", [new Date(0), new Date(NaN)]],
    ["expressions", /a(?<b>.)\n/giu],
    ["maps and sets", new Map<unknown, unknown>([[{ k: 1 }, new Set([1, "1"])]])],
    ["lists with holes", [1, , 3]], // oxlint-disable-line no-sparse-arrays -- the hole is what is tried
    ["lists that look like what is written of values", ["a", ["b", "&", 0], ["u"], ["h"]]],
    ["objects with odd names", JSON.parse('{"__proto__": 1, "toJSON": 2, "1": 3, "": 4, "constructor": 5}')],
    ["objects without a class", Object.assign(Object.create(null) as object, { a: 1 })],
    ["rings", ring],
  ])("carry %s", (_, value) => {
    expect(there(value)).toEqual(structuredClone(value));
  });

  it("carry a DOMException as what it is", () => {
    const [first, last] = there([new DOMException("enough", "AbortError"), shared]) as [DOMException, object];
    expect(first).toBeInstanceOf(DOMException);
    expect([first.name, first.message, first.code]).toEqual(["AbortError", "enough", 20]);
    expect(last).toEqual(shared);
  });

  it("carry what two places share as one", () => {
    const [a, b] = there([shared, shared]) as [object, object];
    expect(a).toEqual(shared);
    expect(a).toBe(b);
  });

  it("keep objects that come again apart from what stands between them: errors, buffers and lists count too", () => {
    const value = [new RangeError("x"), new Uint8Array(3), new Date(1), /a/, new Map([[shared, [shared]]]), shared];
    const [map, last] = (there(value) as unknown[]).slice(-2) as [Map<unknown, unknown[]>, unknown];
    expect(map.get(last)?.[0]).toBe(last);
    expect(last).toEqual(shared);
  });

  it("carry all kinds of buffers, and of a view its own part alone", () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => i);
    const value = {
      buffer: bytes.slice(3, 9).buffer,
      part: bytes.subarray(8, 24),
      floats: new Float64Array(bytes.buffer, 8, 2),
      big: new BigInt64Array(bytes.buffer, 16, 1),
      view: new DataView(bytes.buffer, 5, 4),
    };
    const found = there(value) as typeof value;
    expect(found).toEqual(value);
    expect(found.part.buffer.byteLength).toBe(16);
  });

  it("read what lies in the middle of a larger buffer, as a runtime hands it on", () => {
    const bytes = encode({ data: new Uint8Array([1, 2, 3]), more: new Float64Array([1.5]) });
    const pooled = Buffer.concat([Buffer.from("before"), bytes, Buffer.from("after")]);
    const found = decode(pooled.subarray(6, 6 + bytes.length)) as { data: Uint8Array; more: Float64Array };
    expect([[...found.data], [...found.more]]).toEqual([[1, 2, 3], [1.5]]);
    expect(found.data.buffer.byteLength).toBe(3);
  });

  it("carry errors with class, fields and cause", () => {
    const thrown = Object.assign(new RangeError("too far", { cause: new Error("first") }), { code: "E_FAR" });
    const found = there(thrown) as typeof thrown;
    expect(found).toBeInstanceOf(RangeError);
    expect(found).toMatchObject({ message: "too far", code: "E_FAR", cause: { message: "first" } });
  });

  it.each<[string, unknown]>([
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["shared memory", new SharedArrayBuffer(8)],
    ["a view of shared memory", new Uint8Array(new SharedArrayBuffer(8))],
    ["a URL", new URL("https://example.org")],
    ["a promise", Promise.resolve()],
    ["a weak map", new WeakMap()],
  ])("refuse %s, however deep it lies", (_, value) => {
    expect(() => encode({ a: [new Map([[1, value]])] })).toThrow(/could not be cloned to another machine/);
  });

  it("carry whatever JSON and clones have", () => {
    const any = anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: false,
    });
    assert(
      property(any, (value) => {
        expect(there(value)).toEqual(structuredClone(value));
      }),
    );
  });
});

describe("decode", () => {
  it.each([
    ["nothing", ""],
    ["no line", "[]"],
    ["no JSON", "{\n"],
    ["no kind", "[]\n"],
    ["an unknown kind", '["unknown"]\n'],
    ["a kind that objects have by nature", '["constructor"]\n'],
    ["a place that is not there", '["&", 7]\n'],
    ["a place that is a name", '["&", "length"]\n'],
    ["a buffer longer than what came", '["b", "Uint8Array", 0, 1000000000000]\n123'],
    ["a buffer before what came", '["b", "Uint8Array", -2, 2]\n123'],
    ["a buffer of no kind", '["b", "constructor", 0, 1]\n123'],
    ["a buffer that its kind cannot be", '["b", "Float64Array", 0, 3]\n123'],
    ["an error that is none", '["e", ["a"]]\n'],
    ["an error without its fields", '["e", {"name": "E", "message": "m", "fields": null}]\n'],
    ["an expression that is none", '["r", "(", ""]\n'],
    ["a bigint that is none", '["i", "xyz"]\n'],
  ])("refuses %s", (_, text) => {
    expect(() => decode(new TextEncoder().encode(text))).toThrow(Error);
  });

  it("gives no object another's nature, whatever its fields are called", () => {
    const found = decode(new TextEncoder().encode('{"__proto__": {"polluted": true}}\n')) as { polluted?: boolean };
    expect(found.polluted).toBeUndefined();
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("throws an error, and nothing else, at any bytes", () => {
    const close = oneof(
      uint8Array({ maxLength: 200 }),
      json({ maxDepth: 4 }).map((text) => new TextEncoder().encode(`${text}\nabc`)),
    );
    assert(
      property(close, (bytes) => {
        try {
          decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });

  it("refuses what is nested too deeply to be read", () => {
    const deep = `${'["a",'.repeat(200_000)}1${"]".repeat(200_000)}\n`;
    expect(() => decode(new TextEncoder().encode(deep))).toThrow(RangeError);
  });
});
