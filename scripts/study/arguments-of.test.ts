import { expect, test } from "vitest";
import { argumentsOf } from "./arguments-of.ts";

const runtime = {
  binary: "/bin/x",
  entry: "/e/entry.ts",
  arguments: ["run", "--read={read}", "--net={net}", "--run={binary}", "{entry}"],
};

test("fills the blanks and puts the order last", () => {
  const needs = { read: ["/a", "/b"], write: [], net: ["127.0.0.1:80"] };
  expect(argumentsOf(runtime, needs, "/o.json")).toEqual([
    "run",
    "--read=/a,/b",
    "--net=127.0.0.1:80",
    "--run=/bin/x",
    "/e/entry.ts",
    "/o.json",
  ]);
});

test("leaves out an argument whose list is empty: without a list it would allow everything", () => {
  expect(argumentsOf(runtime, { read: ["/a"], write: [], net: [] }, "/o.json")).not.toContainEqual(
    expect.stringContaining("--net"),
  );
});

test("names each folder once, and none within another", () => {
  const needs = { read: ["/a", "/a/b", "/ab", "/a"], write: [], net: [] };
  expect(argumentsOf(runtime, needs, "/o.json")).toContain("--read=/a,/ab");
});

test("doubles a comma within a path", () => {
  expect(argumentsOf(runtime, { read: ["/a,b"], write: [], net: [] }, "/o.json")).toContain("--read=/a,,b");
});

test("refuses a blank it does not know", () => {
  const odd = { ...runtime, arguments: ["{home}"] };
  expect(() => argumentsOf(odd, { read: [], write: [], net: [] }, "/o.json")).toThrow(/found "\{home\}"/);
});
