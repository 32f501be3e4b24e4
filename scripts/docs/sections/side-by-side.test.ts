/** Side by side stands what differs, and nothing else. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../../test/support/test-folder.ts";
import { generate } from "./side-by-side.ts";

const header = (text: string): string => `/** It waits. ${text} */\n`;

function sideBySide(
  bodies: Record<string, Record<string, string>>,
  root = testFolder(),
  shared: Record<string, string> = {},
): string {
  mkdirSync(join(root, "packages/core/src/examples/async"), { recursive: true });
  for (const [file, text] of Object.entries(shared))
    writeFileSync(join(root, "packages/core/src/examples/async", file), text);
  for (const [order, runtime] of ["node", "deno", "bun"].entries()) {
    const folder = join(root, `packages/${runtime}-examples`);
    mkdirSync(join(folder, "src/async"), { recursive: true });
    const about = {
      name: runtime,
      title: runtime,
      order,
      package: runtime,
      binary: runtime,
      binaryOnWindows: runtime,
      minimumVersion: "1.0.0",
    };
    const rest = {
      minimumPoolVersion: "1.0.0",
      minimumJavaScriptVersion: "1.0.0",
      triedVersions: [],
      versionArguments: [],
    };
    const run = { entry: "a.ts", arguments: ["{entry}"], environment: {} };
    writeFileSync(join(folder, "runtime.json"), JSON.stringify({ ...about, ...rest, ...run }));
    for (const [file, texts] of Object.entries(bodies))
      writeFileSync(join(folder, "src/async", file), header(runtime) + (texts[runtime] ?? texts["all"] ?? ""));
  }
  return generate({ root, document: "docs/page.md", argument: "" });
}

test("a program that is the same in all three is named once, whatever its header says", () => {
  expect(sideBySide({ "wait.ts": { all: "wait();\n" } })).toBe(
    "1 of 1 programs are the same in all three runtimes: [async/wait](../packages/node-examples/src/async/wait.ts).",
  );
});

test("a program that all take from one place is one of these, and a part that they take so differs in none", () => {
  const root = testFolder();
  expect(sideBySide({ "wait.ts": { all: "wait();\n" } }, root, { "go.ts": "go();\n", "wait.tasks.ts": "" })).toBe(
    "2 of 2 programs are the same in all three runtimes: [async/go](../packages/core/src/examples/async/go.ts), [async/wait](../packages/node-examples/src/async/wait.ts).",
  );
});

test("where Deno and Bun have the same other text, the difference stands once", () => {
  const page = sideBySide({ "wait.ts": { node: "one();\ntwo();\n", all: "one();\nthree();\n" } });
  expect(page).toContain(
    "## async/wait\n\nIt waits.\n\n<details>\n<summary>From Node to Deno and Bun</summary>\n\n```diff\n@@ wait.ts @@\n one();\n-two();\n+three();\n```",
  );
});

test("each has its own where they differ, parts of the program included", () => {
  const page = sideBySide({
    "wait.ts": { all: "wait();\n" },
    "wait.tasks.ts": { bun: "bun();\n", all: "others();\n" },
  });
  expect(page).toContain(
    "<summary>From Node to Bun</summary>\n\n```diff\n@@ wait.tasks.ts @@\n-others();\n+bun();\n```",
  );
  expect(page).not.toContain("Node to Deno");
});
