import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { generate } from "./code.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

let root: string;
const code = (argument: string) => generate({ root, document: "docs/page.md", argument });

beforeEach(() => {
  root = testFolder();
  writeFileSync(
    join(root, "a.ts"),
    [
      "/** The header. */",
      'import { b } from "./b.ts";',
      "",
      "// What it is",
      "// for.",
      "export async function sum(",
      "  list: number[],",
      "): Promise<number> {",
      "  return b(list);",
      "}",
      "",
      "const one = 1;",
      "const two = 2;",
      "",
    ].join("\n"),
  );
});

test("a file is shown without its header, under a link to it", () => {
  expect(code("a.ts")).toMatch(/^\[a\.ts\]\(\.\.\/a\.ts\):\n\n```ts\nimport \{ b \}[^]*const two = 2;\n```$/);
});

test("a declaration is shown whole, with the comment above it", () => {
  expect(code("a.ts#sum")).toMatch(
    /```ts\n\/\/ What it is\n\/\/ for\.\nexport async function sum\([^]*return b\(list\);\n\}\n```$/,
  );
  expect(code("a.ts#one")).toMatch(/```ts\nconst one = 1;\n```$/);
});

test("what is not there is refused", () => {
  expect(() => code("b.ts")).toThrow('wanted a file of the repository, found no readable "b.ts"');
  expect(() => code("a.ts#three")).toThrow('wanted a top-level declaration of "three" in "a.ts", found none');
});
