/** What is said of values that nobody knows: the same, cloneable, and what they are called with. */
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { argumentsOf, mayBeSeveral, takeInputs } from "../../../packages/cli/src/decide/in-child/inputs.ts";
import {
  copies,
  fingerprint,
  inWords,
  uncloneable,
  unlikeClone,
} from "../../../packages/cli/src/decide/in-child/values.ts";

class Point {
  x = 1;
}

describe("fingerprints", () => {
  const ring: Record<string, unknown> = { a: 1 };
  ring["self"] = ring;
  test.each([
    ["an object", { a: 1, b: [2, { c: "3" }] }],
    ["a ring", ring],
    ["a map and a set", new Map<unknown, unknown>([["a", new Set([1, 2])]])],
    ["typed arrays and buffers", { f: new Float64Array([1.5, NaN]), b: new Uint8Array([1, 2]).buffer }],
    ["dates, regular expressions, big integers", [new Date(5), /a/gi, 10n]],
    ["an error", new RangeError("too far")],
    ["an object of a class", new Point()],
    ["what is not there", [undefined, null, NaN, -0]],
    ["a Buffer", Buffer.from("abc")],
    ["an error of a class", Object.assign(new Error("off"), { name: "Refused" })],
    ["a boxed number", [new Number(3)]],
    [
      "what comes from another realm",
      runInNewContext(
        "[new Map([[1, new Set([2])]]), new Date(5), /a/g, new RangeError('far'), new Uint8Array([1, 2]), new ArrayBuffer(2)]",
      ) as unknown,
    ],
  ])("%s has that of its clone", (_, value) => {
    expect(fingerprint(structuredClone(value))).toBe(fingerprint(value));
  });

  test.each([
    ["0 and -0", 0, -0],
    ["1 and '1'", 1, "1"],
    ["undefined and null", undefined, null],
    ["an empty list and an empty object", [], {}],
    ["[1, 23] and [12, 3]", [1, 23], [12, 3]],
    ["two classes of numbers", new Uint8Array([1, 0]), new Uint16Array([1])],
    ["one value deep inside", { a: { b: [1, 2, 3] } }, { a: { b: [1, 2, 4] } }],
    [
      "the order in a map",
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      new Map([
        ["b", 2],
        ["a", 1],
      ]),
    ],
    ["two errors", new Error("a"), new Error("b")],
    ["two kinds of error", new RangeError("a"), new TypeError("a")],
    ["one text and two", ["a;string 1:b"], ["a", "b"]],
    ["two boxed numbers", new Number(3), new Number(4)],
  ])("tell apart: %s", (_, one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });

  test("do not hang on the order of an object's fields", () => {
    expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1 }));
  });
});

test("what cannot be read is said in words, whatever is thrown", () => {
  const unreadable = {
    get rows(): never {
      throw new Error("closed");
    },
  };
  expect(() => fingerprint(unreadable)).toThrow("reading one of its values fails with Error: closed");
  expect(inWords({ status: 404 })).toBe('{"status":404}');
  expect(inWords(structuredClone(Object.assign(Object.create(null), { a: 1 })))).toBe('{"a":1}');
  expect(inWords(Object.assign(Object.create(null), { a: 1n }))).toBe("[object Object]");
  expect(inWords("gone")).toBe("gone");
});

describe("what cannot be cloned", () => {
  test("is found in a ring, in a map whose keys are objects, and behind a getter that throws", () => {
    const ring: Record<string, unknown> = {};
    Object.assign(ring, { self: ring, call: () => {} });
    expect(uncloneable(ring, "answer")).toMatch(/^answer\.call: /);
    expect(uncloneable(new Map([[Object.create(null), () => {}]]), "answer")).toMatch(/^answer\.get\(…\): /);
    const broken = {
      get a(): never {
        throw new Error("closed");
      },
    };
    expect(uncloneable(broken, "answer")).toBe("answer: closed");
    expect(unlikeClone(Object.create(Object.create(null)), "answer")).toBe("answer: a class");
  });

  test("is named by its path", () => {
    expect(uncloneable({ rows: [1, { parse: () => {} }] }, "answer")).toMatch(/^answer\.rows\[1\]\.parse: /);
    expect(uncloneable(new Map([["key", () => {}]]), "answer")).toMatch(/^answer\.get\(key\): /);
    expect(uncloneable([1, "a", new Map()], "arguments")).toBeNull();
  });

  test("an object of a class, which arrives as a plain one, is named by its path", () => {
    expect(unlikeClone({ at: [new Point()] }, "answer")).toBe("answer.at[0]: Point");
    expect(unlikeClone({ at: [{ x: 1 }, new Date(), new Map()] }, "answer")).toBeNull();
    expect(unlikeClone(runInNewContext("({ at: [{ x: 1 }] })"), "answer")).toBeNull();
  });
});

describe("inputs", () => {
  async function* waited() {
    yield 1;
    yield 2;
  }
  test.each([
    ["a list", [1, 2]],
    ["a function that gives a list", () => [1, 2]],
    [
      "a generator",
      function* () {
        yield 1;
        yield 2;
      },
    ],
    ["an asynchronous generator", waited],
    ["a promise of a list", () => Promise.resolve([1, 2])],
  ])("%s", async (_, inputs) => {
    expect(await takeInputs(inputs, 10, 1000)).toEqual([1, 2]);
  });

  test("no more are taken than are wanted, of however many", async () => {
    function* endless() {
      for (let i = 0; ; i++) yield i;
    }
    expect(await takeInputs(endless, 3, 1000)).toEqual([0, 1, 2]);
  });

  test.each([
    ["none that can be gone through", 5, "wanted inputs that can be gone through, found 5"],
    ["none at all", undefined, "wanted inputs that can be gone through, found undefined"],
    ["one that ends at once", () => [], "wanted inputs, found none"],
    ["one text", "abc", 'wanted inputs that can be gone through, found "abc"'],
    ["an object without words", Object.create(null), "wanted inputs that can be gone through, found {}"],
    [
      "one that throws on the way",
      function* () {
        yield 1;
        throw new Error("no file");
      },
      "cannot be given its inputs: inputs() throws Error: no file",
    ],
  ])("%s are refused", async (_, inputs, message) => {
    await expect(takeInputs(inputs, 3, 1000)).rejects.toThrow(message);
  });

  test("a function of several arguments is given lists, and is told where there is none", () => {
    expect(argumentsOf({ values: [[1, 2]], spread: true }, 0)).toEqual([1, 2]);
    expect(argumentsOf({ values: [[1, 2]], spread: false }, 0)).toEqual([[1, 2]]);
    expect(() => argumentsOf({ values: [[1], 5], spread: true }, 1)).toThrow("found input 2: 5");
    expect(() => argumentsOf({ values: [Object.create(null)], spread: true }, 0)).toThrow("found input 1: {}");
  });

  test("copies of arguments are like what they copy, and what has no such copy is itself", () => {
    const [buffer, list, point, within] = [Buffer.from("abc"), [1, [2]], new Point(), { deep: [Buffer.from("x")] }];
    const [one, two, three, four, five] = copies([buffer, list, point, within, parseInt]);
    expect(Buffer.isBuffer(one)).toBe(true);
    expect([one, two]).toEqual([buffer, list]);
    expect([one === buffer, two === list]).toEqual([false, false]);
    expect([three, four, five]).toEqual([point, within, parseInt]);
    expect([three === point, four === within]).toEqual([true, true]);
    (one as Buffer).fill(0);
    expect(String(buffer)).toBe("abc");
  });

  const lists = [[1, 2], [3]];
  test.each([
    ["(a, b = 2) => a + b", lists, true],
    ["async function work(...all) {}", lists, true],
    ["work(a, { b } = { b: 2 }) {}", lists, true],
    ["(a, b = 2) => a + b", [1, 2], false],
    ["(all) => all.map((a, b = 2) => a + b)", lists, false],
    ["all => all.concat((3, all = []))", lists, false],
    ["function work(all) { return all; }", lists, false],
  ])("whether lists may mean several arguments: %s given %j", (source, values, expected) => {
    expect(mayBeSeveral(source, { values, spread: false })).toBe(expected);
  });
});
