/** The whole command on functions of every kind, in this Node: by what it finds, and never by how long it takes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import type { Decision } from "../../../packages/cli/src/decide/decision.ts";
import { decision as madeUp } from "./support/made-up.ts";
import { decide, decision, project, stageItems } from "./support/project.ts";

beforeAll(stageItems);

const model = ({ chosen, candidates }: Decision): string | undefined =>
  candidates.find(({ name }) => name === chosen)?.model;

describe("decides", { timeout: 120_000 }, () => {
  test("async for a function that waits, with four calls in flight at most, and says so again from what was kept", async () => {
    const folder = project({
      "wait.ts": `let [now, most] = [0, 0];
export async function wait(ms: number): Promise<number> {
  most = Math.max(most, ++now);
  await new Promise((resolve) => setTimeout(resolve, ms));
  now--;
  if (most > 4) throw new Error("too many at once");
  return ms;
}
export function* inputs() { for (let i = 0; i < 20; i++) yield 4; }`,
    });
    const kept = join(folder, "kept.json");
    const { said } = await decide(
      folder,
      "wait.ts",
      "--runtimes",
      "node",
      "--seconds",
      "1",
      "--json",
      "--html",
      "page.html",
    );
    writeFileSync(kept, said);
    expect(model(JSON.parse(said) as Decision)).toBe("async");
    const again = await decide(folder, "--replay", kept);
    expect(again.said).toMatch(
      /^(Use async in Node \(4 calls at once\) for wait: |It has not been told apart whether async in Node)/,
    );
    expect(readFileSync(join(folder, "page.html"), "utf8")).toContain(again.said.slice(0, 20));
    expect(readdirSync(folder).sort()).toEqual(["kept.json", "package.json", "page.html", "wait.ts"]);
  });

  test("without async for a function that computes: workers were raced", async () => {
    const found = await decision({
      "count.ts": `export function count(limit: number): number {
  let sum = 0;
  for (let i = 0; i < limit; i++) sum = (sum + Math.sqrt(i) * 7) % 1000;
  return sum;
}
export const inputs = [400_000, 400_001, 400_002, 400_003, 400_004, 400_005];`,
    });
    // Which of them wins hangs on what else the machine has to do.
    const raced = found.candidates.filter(({ race }) => race.length > 2).map((each) => each.model);
    expect(raced).toEqual(["as it is", "threads", "processes"]);
    expect(found.candidates.find((each) => each.model === "async")?.excluded).toContain("it gives no promise");
  });

  test("to leave alone what is too short to pay, though it takes several arguments", async () => {
    const found = await decision({
      "add.ts":
        "export const add = (a: number, b: number): number => a + b;\nexport const inputs = [[1, 2], [3, 4], [5, 6]];",
    });
    expect(model(found)).toBe("as it is");
    expect(found.function.spread).toBe(true);
  });

  test("with each model in the race, though the function changes a Buffer and a list, and throws an error of a class of its own", async () => {
    const found = await decision({
      "take.mts": `class Refused extends Error {}
export async function take(list: number[], buffer: Buffer): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 2));
  buffer.writeUInt8(list.shift() ?? 0, 0);
  if (list.length === 0) throw new Refused("nothing is left");
  return buffer.toString("hex");
}
export const inputs = [[[1, 2, 3], Buffer.from("abc")], [[4], Buffer.from("def")], [[5, 6], Buffer.from("ghi")]];`,
    });
    expect(found.undecided).toBeNull();
    expect(found.candidates.map(({ model, excluded }) => [model, excluded])).toEqual([
      ["as it is", null],
      ["async", null],
      ["threads", expect.stringContaining("writeUInt8 is not a function")],
      ["processes", null],
    ]);
  });

  test("that a function which keeps state cannot be decided, and from which call on that shows", async () => {
    const folder = project({
      "next.ts": "let n = 0;\nexport const next = (x: number) => x + n++;\nexport const inputs = [1, 2, 3];",
    });
    const { exitCode, said } = await decide(folder, "next.ts", "--runtimes", "node", "--seconds", "1");
    expect(said).toContain(
      "It cannot be decided how next is to run: it keeps state between calls, or answers by chance: its answers differ from call 4 on.",
    );
    expect(exitCode).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(["next.ts", "package.json"]);
  });

  test("nothing where the function as it is answers otherwise later, or ends", async () => {
    const later = await decision({
      "later.ts":
        "let n = 0;\nexport const later = (x: number) => (n++ > 60 ? -x : x);\nexport const inputs = [1, 2, 3];",
    });
    expect(later.undecided).toMatch(/^as it is in Node, it answers otherwise than before: input \d$/);
    expect(later.chosen).toBeNull();
  });

  test("and prints signs as JSON has them, though a terminal is shown them by their numbers", async () => {
    const found = await decision(
      { "one.mts": "export const one = (text: string) => text.length;" },
      "--input",
      '"\u0085"',
      "--seed",
      "1.5",
      "--jobs-per-second",
      "10",
    );
    expect(found.function.input).toBe("\u0085");
    expect(found.seed).toBe(1);
  });

  test("for none that ends after the race", async () => {
    const found = await decision({
      "tire.ts": `let [now, most, calls] = [0, 0, 0];
export async function tire(ms: number): Promise<number> {
  most = Math.max(most, ++now);
  if (++calls > 900 && most > 1) process.kill(process.pid, "SIGKILL");
  await new Promise((resolve) => setTimeout(resolve, ms));
  now--;
  return ms;
}
export const inputs = [1, 1, 1, 1];`,
    });
    expect(found.candidates.find(({ name }) => name === found.chosen)?.excluded ?? null).toBeNull();
    expect(found.candidates.find((each) => each.model === "async")?.excluded).toContain("ended with SIGKILL");
  });

  test("nothing where inputs() gives others each time, and says that it is they", async () => {
    const found = await decision({
      "sum.ts": `export const sum = (list: number[]) => list.reduce((a, b) => a + b);
export function* inputs() { for (let i = 0; i < 5; i++) yield [Math.random(), 1]; }`,
    });
    expect(found.undecided).toBe("inputs() gives others each time, input 1 first: seed what is random in it");
    expect(found.chosen).toBeNull();
  });

  test("though the function puts others in the place of stdout, and its file's name has signs of a URL", async () => {
    const found = await decision({
      "a #b %41 c.ts": `process.stdout.write = () => true;
console.log = () => {};
export const twice = (x: number) => 2 * x;
export const inputs = [1, 2, 3];`,
    });
    expect(model(found)).toBe("as it is");
  });

  test("in a project of CommonJS, whichever kind of file the function is in", async () => {
    const folder = project({
      "package.json": JSON.stringify({ type: "commonjs" }),
      "plain.js": "module.exports = (x) => x + 1;\nmodule.exports.inputs = [1, 2];",
      "typed.cts": "module.exports = { typed: (x: number) => x + 1, inputs: [1, 2] };",
      "module.mts": "export const module = (x: number) => x + 1;\nexport const inputs = [1, 2];",
    });
    for (const name of ["plain.js", "typed.cts", "module.mts"]) {
      const { said } = await decide(folder, name, "--runtimes", "node", "--seconds", "1", "--json");
      expect(model(JSON.parse(said) as Decision), name).toBe("as it is");
    }
  });

  test("though the function's module puts others in the place of clocks, timers and JSON", async () => {
    const found = await decision({
      "still.ts": `performance.now = () => 0;
globalThis.setTimeout = (() => 0) as never;
globalThis.structuredClone = () => { throw new Error("none"); };
JSON.stringify = () => "";
export const still = (x: number) => 2 * x;
export const inputs = [1, 2, 3];`,
    });
    expect(found.candidates.find((each) => each.model === "as it is")?.race.length).toBeGreaterThan(2);
    expect(found.chosen).not.toBeNull();
  });

  test("though more calls arrive in a second than any candidate can do", async () => {
    const found = await decision(
      {
        "wait.ts": `export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms, ms));
export const inputs = [20, 20, 20];`,
      },
      "--goal",
      "latency",
      "--rate",
      "1e6",
    );
    expect(found.candidates.map(({ excluded }) => excluded)).toEqual([null, null, null, null]);
    // Four at once are through in a quarter of the time.
    expect(model(found)).toBe("async");
  });

  test("without workers where they answer otherwise, or where an answer cannot be sent, which is named", async () => {
    const elsewhere = await decision({
      "where.ts": `import { isMainThread } from "node:worker_threads";
export function where(x: number) { return { x, main: isMainThread }; }
export const inputs = [1, 2, 3];`,
    });
    const threads = elsewhere.candidates.find((each) => each.model === "threads");
    expect(threads?.excluded).toBe("its answer to input 1 is not that of as it is");
    const thrown = await decision({
      "move.ts": `export function move(x: number) { process.chdir("."); return x; }
export const inputs = [1, 2, 3];`,
    });
    expect(thrown.candidates.find((each) => each.model === "threads")?.excluded).toMatch(
      /^its answer to input 1 is not that of as it is: it throws TypeError: process\.chdir\(\) is not supported in workers/,
    );
    const closed = await decision({
      "make.cjs": "module.exports.make = (x) => ({ rows: [x, () => x] });\nmodule.exports.inputs = () => [1, 2, 3];",
    });
    expect(closed.candidates.filter(({ excluded }) => excluded?.includes("answer.rows[1]: "))).toHaveLength(2);
  });

  test("in one process each: what ends a worker is out, with the evidence, and the others go on", async () => {
    const found = await decision({
      "end.ts": `import { isMainThread } from "node:worker_threads";
export function end(x: number) { if (!isMainThread) throw Object.assign(new Error("not here"), { code: process.exit(3) }); return x; }
export const inputs = [1, 2, 3];`,
    });
    expect(found.candidates.find((each) => each.model === "threads")?.excluded).toContain("died while it ran task");
    expect(found.chosen).not.toBeNull();
  });
});

describe("copies the pool that won", { timeout: 120_000 }, () => {
  test("with the function in it, and it runs", async () => {
    const folder = project({
      "wait.ts": `export default async function (ms: number) { await new Promise((resolve) => setTimeout(resolve, ms)); return ms; }
export const inputs = async function* () { for (let i = 0; i < 8; i++) yield 5; };`,
    });
    const won = madeUp({ "as it is": 10, async: 2.5 }, "async");
    Object.assign(won.function, { file: join(folder, "wait.ts"), exported: "default" });
    writeFileSync(join(folder, "won.json"), JSON.stringify(won));
    const { said } = await decide(folder, "--replay", "won.json", "--add", "src/pool");
    expect(said).toContain("Added node/async-pool");
    const { stdout } = await execa(process.execPath, ["src/pool/main.ts"], { cwd: folder });
    expect(stdout).toBe("5\n5\n5\n5\n5\n5\n5\n5");
  });

  test("not where the answer is to leave it as it is", async () => {
    const folder = project({});
    writeFileSync(join(folder, "won.json"), JSON.stringify(madeUp({ "as it is": 10, threads: 12 }, "as it is")));
    const { said } = await decide(folder, "--replay", "won.json", "--add", "pool");
    expect(said).toContain("Nothing was copied.");
    expect(readdirSync(folder)).not.toContain("pool");
  });
});
