import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checksum } from "./checksum.ts";

describe("checksum()", () => {
  it("is the SHA-256 of JSON with sorted keys and no white space", () => {
    const text = '{"a":[1,"x",null,true],"b":{"c":0.5}}';
    expect(checksum({ b: { c: 0.5 }, a: [1, "x", null, true] })).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("does not depend on the order of keys, but on that of items", () => {
    expect(checksum({ x: 1, y: 2 })).toBe(checksum({ y: 2, x: 1 }));
    expect(checksum([1, 2])).not.toBe(checksum([2, 1]));
  });

  it.each([undefined, Number.NaN, Infinity, 1n, () => 1, { a: undefined }])("refuses %s", (value) => {
    expect(() => checksum(value)).toThrow(TypeError);
  });

  it("names a cycle, and takes what only stands in two places for none", () => {
    const cyclic: { inner: unknown[] } = { inner: [] };
    cyclic.inner.push(cyclic);
    expect(() => checksum(cyclic)).toThrow("an answer must be plain JSON: found a cycle");
    const shared = [1];
    expect(checksum({ a: shared, b: shared })).toBe(checksum({ a: [1], b: [1] }));
  });
});
