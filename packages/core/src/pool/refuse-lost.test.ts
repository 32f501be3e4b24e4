import { expect, test } from "vitest";
import { refuseLost } from "./serve.ts";

const lost = (): URL => new URL("https://example.com/");
const ring: Record<string, unknown> = { list: [1, "two", null, undefined] };
ring["self"] = ring;

test.each([
  ["itself", lost()],
  ["in a list", [[1], [lost()]]],
  ["in a field", { a: { b: lost() } }],
  ["as a key of a map", new Map([[lost(), 1]])],
  ["as a value of a map", new Map([[1, lost()]])],
  ["in a set", new Set([lost()])],
  ["as a field of a list", Object.assign([1], { home: lost() })],
  ["after a hole of a list", Object.assign([], { 99: lost() })],
  ["as the cause of an error", new Error("x", { cause: lost() })],
  ["in a ring", { ring, url: lost() }],
  ["an object of a class that inherits from it", new (class extends URL {})("https://example.com/")],
])("a URL that would be lost is refused: %s", (_, value) => {
  expect(() => refuseLost({ type: "call", args: [value] })).toThrow("a URL could not be cloned");
});

test.each([
  new URLSearchParams("a=1"),
  new Blob(["x"]),
  new File(["x"], "x"),
  new Headers(),
  new Response("x"),
  new AbortController().signal,
  new DOMException("x"),
  new MessageChannel().port1,
  new ReadableStream(),
  new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
])("%o would be lost, and is refused", (value) => {
  expect(() => refuseLost([value])).toThrow(/could not be cloned/);
});

test("what structured clone carries passes, whatever it is and however it hangs together", () => {
  const carried = [
    ring,
    new Date(),
    /x/,
    new RangeError("x"),
    new Map([[{ a: 1 }, [2n]]]),
    new Set(["x"]),
    new Uint8Array(8),
    new DataView(new ArrayBuffer(8)),
    Object(1n),
    new (class Point {
      x = 1;
      readonly [Symbol.toStringTag] = "Point";
    })(),
    { [Symbol.toStringTag]: "Object" },
    Object.assign(new Date(), { [Symbol.toStringTag]: "Date" }),
  ];
  expect(() => refuseLost(carried)).not.toThrow();
});

test("a channel that carries more of the platform's objects is not held back", () => {
  expect(() => refuseLost([new Blob(["x"])], ["Blob"])).not.toThrow();
});

test("a list that is nothing but a large hole costs no more than what it has", () => {
  const sparse = (): unknown[] => Object.assign([], { [2 ** 32 - 2]: 1 });
  expect(() => refuseLost(Array.from({ length: 100 }, sparse))).not.toThrow();
});

test("what is nested as deep as a list can be is looked at whole", () => {
  let deep: unknown = lost();
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(() => refuseLost(deep)).toThrow("a URL could not be cloned");
});
