import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { discoverRuntimes, isAvailable } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { discoverExamples } from "./discover.ts";
import { checkExample } from "./run-example.ts";
import { testFolder } from "../../test/support/test-folder.ts";

const node = (await discoverRuntimes(REPOSITORY)).find(({ name }) => name === "node");
if (!node || !isAvailable(node)) throw new Error(node?.reason ?? "node is missing");
const runtime = node;

describe("checkExample()", () => {
  let root: string;
  beforeEach(() => {
    root = testFolder();
    write("packages/node-examples/package.json", '{ "type": "module" }');
    write("scripts/examples/expected/it.ts", "export default { events: { done: /^done$/ } };");
  });
  function write(path: string, text: string): void {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  /** An example of this body, judged. */
  async function check(body: string): Promise<string[]> {
    const fields =
      "Shows: a\n * Use when: a\n * Not when: a\n * Run: node packages/node-examples/src/async/it.ts\n * Needs: Node 26";
    const header = `/**\n * It.\n *\n * ${fields}\n * See: https://example.org/it\n */\n`;
    write("packages/node-examples/src/async/it.ts", header + body);
    const [example] = discoverExamples(root, ["node"]);
    return (await checkExample(root, runtime, example!, 2)).faults;
  }

  it("has nothing to say of a program that prints what it must and ends", async () => {
    expect(await check('console.log("done");')).toEqual([]);
  });

  it("says how a program ended that failed", async () => {
    expect(await check('console.log("done"); process.exit(3);')).toEqual(["wanted exit code 0: found 3"]);
    expect(await check('console.log("done"); process.kill(process.pid, "SIGTERM");')).toEqual([
      "wanted exit code 0: found SIGTERM",
    ]);
  });

  it("ends a program that does not end by itself", async () => {
    expect(await check('console.log("done"); setInterval(() => {}, 1000);')).toEqual([
      "wanted it to end by itself: it or a child had not within 2 s",
    ]);
  });

  it.skipIf(!existsSync("/proc/self/environ"))("finds a process that was left behind, and ends it", async () => {
    const lasting =
      'spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore", detached: true })';
    const faults = await check(
      `import { spawn } from "node:child_process"; const child = ${lasting}; child.unref(); console.log("done");`,
    );
    expect(faults).toEqual([expect.stringMatching(/^left processes behind: \d+$/)]);
    const id = Number(/\d+/.exec(faults[0]!)?.[0]);
    await expect.poll(() => isAlive(id)).toBe(false);
  });

  it("finds a file that was left behind", async () => {
    const faults = await check(
      'import fs from "node:fs"; import os from "node:os"; fs.writeFileSync(`${os.tmpdir()}/it`, ""); console.log("done");',
    );
    expect(faults).toEqual(["left files behind: it"]);
  });

  it("says what was printed and should not have been, and what should and was not", async () => {
    expect(await check('console.log("hello"); console.error("oh");')).toEqual([
      '"done": wanted one line like /^done$/: found none',
      'line 1 is no event: "hello"',
      'stderr: "oh"',
    ]);
  });

  it("asks for an expectation where there is none", async () => {
    rmSync(join(root, "scripts"), { recursive: true });
    await expect(check('console.log("done");')).rejects.toThrow(
      'Cannot judge node/async/it: wanted "// => " and what it prints in the program, or scripts/examples/expected/async/it.ts',
    );
  });
});

/** One that has ended may wait for long to be reaped, where nobody does. */
function isAlive(id: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, "utf8"));
  } catch {
    return false;
  }
}
