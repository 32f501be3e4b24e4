import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testFolder } from "../../test/support/test-folder.ts";
import { discoverExamples, readExpected } from "./discover.ts";
import { judge } from "./judge.ts";

const HEADER = `/**
 * It prints.
 *
 * Shows: it.
 * Use when: now.
 * Not when: never.
 * Run: node packages/node-examples/src/async/it.ts
 * Needs: Node 26
 * See: https://example.org/it
 */
`;

async function expectedOf(code: string) {
  const root = testFolder();
  mkdirSync(join(root, "packages/node-examples/src/async"), { recursive: true });
  writeFileSync(join(root, "packages/node-examples/src/async/it.ts"), HEADER + code);
  return readExpected(root, discoverExamples(root, ["node"])[0]!);
}

describe("what an example must print", () => {
  const printed = (stdout: string) => ({ runtime: "node", stdout, stderr: "" });

  it("stands in it behind arrows, each line in its place", async () => {
    const expected = await expectedOf(`console.log(1 + 1); // => 2\nconsole.log("(a*)");\n// => (a*)\n`);
    expect(judge(printed("2\n(a*)\n"), expected)).toEqual([]);
    expect(judge(printed("(a*)\n2\n"), expected)).toEqual(['wanted "2" before "(a*)": found line 2 after line 1']);
    expect(judge(printed("2\n(aa)\n"), expected)).toContain('line 2 is no event: "(aa)"');
    expect(judge(printed("2\n"), expected)).toHaveLength(1);
  });

  it("may be the same line twice", async () => {
    const expected = await expectedOf("console.log(1); // => 1\nconsole.log(1); // => 1\n");
    expect(judge(printed("1\n1\n"), expected)).toEqual([]);
    expect(judge(printed("1\n"), expected)).toHaveLength(1);
  });

  it("is missing where neither the program nor a file says it", async () => {
    await expect(expectedOf("console.log(1);\n")).rejects.toThrow(
      'Cannot judge node/async/it: wanted "// => " and what it prints in the program, or scripts/examples/expected/async/it.ts: found neither',
    );
  });
});
