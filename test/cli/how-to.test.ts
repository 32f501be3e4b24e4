/** What `add` says of running and testing a copy can be typed where `add` was typed. */
import { expect, it } from "vitest";
import { howToTest, inFolder } from "../../packages/cli/src/copies/how-to.ts";
import type { Item } from "../../packages/cli/src/items/item.ts";

const item = (test: string): Item => ({ test }) as Item;

it("a program's path leads into the copy", () => {
  expect(inFolder("node main.ts", "src/pool")).toBe("node src/pool/main.ts");
});

it("a path with spaces is one word", () => {
  expect(inFolder("node main.ts", "my pool")).toBe('node "my pool/main.ts"');
  expect(inFolder("deno run --allow-read=. main.ts", "my pool")).toBe(
    'deno run --allow-read="my pool" "my pool/main.ts"',
  );
  expect(howToTest(item("bun test ./pool.test.ts"), [], "a $HOME")).toBe('bun test "./a \\$HOME/pool.test.ts"');
  expect(inFolder("node main.ts", "prüfung/pool")).toBe("node prüfung/pool/main.ts");
});

it("a path with a quotation mark is one word", () => {
  expect(inFolder("node main.ts", 'the "new" pool')).toBe('node "the \\"new\\" pool/main.ts"');
  expect(inFolder("node main.ts", 'old"pool')).toBe('node "old\\"pool/main.ts"');
});

it("a path that begins with a hyphen is no option", () => {
  expect(inFolder("node main.ts", "-pool")).toBe("node ./-pool/main.ts");
  expect(inFolder("deno run main.ts", "-my pool")).toBe('deno run "./-my pool/main.ts"');
  expect(howToTest(item("node --test pool.test.ts"), [], "-pool")).toBe("node --test ./-pool/pool.test.ts");
  expect(howToTest(item("bun test ./pool.test.ts"), [], "-pool")).toBe("bun test ./-pool/pool.test.ts");
});

it("what a program may read is the copy, and not where the command is typed", () => {
  const command = "deno run --allow-read=. --allow-net=127.0.0.1 main.ts";
  expect(inFolder(command, "src/server")).toBe(
    "deno run --allow-read=src/server --allow-net=127.0.0.1 src/server/main.ts",
  );
});

it("a test in a folder of the copy keeps that folder", () => {
  expect(howToTest(item("node --test combined/server.test.ts"), [], "src/server")).toBe(
    "node --test src/server/combined/server.test.ts",
  );
  expect(howToTest(item("bun test ./combined/server.test.ts"), [], "server")).toBe(
    "bun test ./server/combined/server.test.ts",
  );
});
