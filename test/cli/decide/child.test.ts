/** The process of a candidate, whatever its function prints and starts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { Child, endAll } from "../../../packages/cli/src/decide/child.ts";
import { testFolder } from "../../support/test-folder.ts";

afterEach(endAll);
const mark = "mark:";

/** @param text of a program that answers by itself */
function child(text: string): Child {
  const folder = testFolder();
  writeFileSync(join(folder, "child.mjs"), text);
  return new Child(process.execPath, ["child.mjs"], { mark, folder, memoryLimit: 2 ** 40 });
}

const ask = (of: Child, milliseconds = 20_000) => of.ask({ do: "cross" }, milliseconds);

test("the mark that is printed is no answer", async () => {
  const text = `console.log("${mark}"); console.log("${mark}{a"); process.stdout.write('\\n${mark}{"value":7}\\n');`;
  expect(await ask(child(text))).toBe(7);
});

test("what is printed without a line end is not kept, and an answer in pieces is heard", async () => {
  const text = `for (let i = 0; i < 300; i++) process.stdout.write("ü".repeat(1e6));
process.stdout.write('\\n${mark}{"val');
setTimeout(() => process.stdout.write('ue":"' + "é".repeat(1e5) + '"}\\n'), 50);`;
  const before = process.memoryUsage.rss();
  expect(await ask(child(text))).toBe("é".repeat(1e5));
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
});

test("of a long line, the evidence has the beginning", async () => {
  const text = 'console.error("x".repeat(3000)); process.exit(3);';
  await expect(ask(child(text))).rejects.toThrow(/^ended with exit code 3 while .* were cloned: x{300}…$/);
});

test("of a stack, the evidence begins with the error", async () => {
  const text = `console.error("before"); function deep(n) { if (n === 0) throw new RangeError("late"); deep(n - 1); }
setTimeout(() => deep(9), 10);`;
  await expect(ask(child(text))).rejects.toThrow(/ were cloned: RangeError: late\n    at deep/);
});

test("of an error that nobody caught in Deno, the evidence begins with it, and has no files that are gone", async () => {
  const lines = [
    "error: Uncaught (in promise) Error: in the back",
    "    at work (file:///project/work.ts:1:40)",
    "    at Candidate.#call (file:///project/.triathlon-decide-7-a/in-child/candidate.ts:266:20)",
  ];
  const text = `console.error("before\\n" + ${JSON.stringify(lines.join("\n"))}); process.exit(1);`;
  await expect(ask(child(text))).rejects.toThrow(
    new RegExp(
      `^ended with exit code 1 while its arguments and answer were cloned: ${RegExp.escape(lines.slice(0, 2).join("\n"))}$`,
    ),
  );
});

test.runIf(process.platform !== "win32")("what it started is ended with it, though it ended by itself", async () => {
  const text = `import { spawn } from "node:child_process";
const { pid } = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
console.error("pid", pid);
process.exit(1);`;
  const failed = await ask(child(text)).catch((error: Error) => error.message);
  const pid = Number(/pid (\d+)/.exec(String(failed))?.[1]);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), 5000);
});

test("a time that no timer can hold is no time at once", async () => {
  const text = `setTimeout(() => process.stdout.write('\\n${mark}{"value":1}\\n'), 100);`;
  const asked = ask(child(text), 1e12);
  expect(await Promise.race([asked, delay(10_000, "late")])).toBe(1);
});

test("who does not answer is told by what it was asked", async () => {
  await expect(ask(child("setInterval(() => {}, 1000)"), 500)).rejects.toThrow(
    "did not answer within 1 s, while its arguments and answer were cloned",
  );
});
