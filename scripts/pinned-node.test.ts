import { expect, test } from "vitest";
import { requirePinnedNode } from "./pinned-node.ts";

test("the Node that runs the tests is the pinned one", () => {
  expect(() => requirePinnedNode()).not.toThrow();
});

test("another Node is refused by a message that names both versions and the command", () => {
  expect(() => requirePinnedNode("20.20.2")).toThrow(
    new RegExp(`wanted Node ${process.versions.node}, found 20\\.20\\.2.*npx -y pnpm@12\\.21\\.0 turbo run bench`),
  );
});

test("a Node that was never installed is said to be missing", () => {
  expect(() => requirePinnedNode("26.10.0", new URL("file:///nowhere/package.json"))).toThrow(/not installed/);
});
