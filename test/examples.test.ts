/** Every example runs by the command in its header, in a process of its own, prints what it must, and ends by itself. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { discoverExamples, expectationNames, readExpected } from "../scripts/examples/discover.ts";
import { judge } from "../scripts/examples/judge.ts";
import { readOutputs } from "../scripts/examples/outputs.ts";
import { checkExample, reasonToSkip } from "../scripts/examples/run-example.ts";
import { discoverRuntimes, isAvailable } from "../scripts/study/runtimes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const runtimes = await discoverRuntimes(root);
const examples = discoverExamples(
  root,
  runtimes.map(({ name }) => name),
);

/** What stands beside a pool as it stands in its copy. */
const AS_IN_A_COPY = /^distributed\/|\/(main|tasks|tasks\.worker|pool\.test|pool\.test\.\w+)\.ts$/;

/** Of a folder's programs and their parts, without headers, in which the commands differ always. */
const textsOf = (folder: string): Map<string, string> =>
  new Map(
    globSync("*/*.ts", { cwd: join(root, folder) }).map((path) => [
      path,
      readFileSync(join(root, folder, path), "utf8").replace(/^\/\*\*[^]*?\*\/\n/, ""),
    ]),
  );

const namedIn = (path: string, text: string): string[] =>
  [...text.matchAll(/"(\.\.?\/[^"]+)"/g)].map(([, name = ""]) => join(dirname(path), name));

describe("the examples", () => {
  it("are the same in every runtime", () => {
    const names = runtimes.map(({ name }) =>
      examples.filter(({ runtime }) => runtime === name).map(({ model, name }) => `${model}/${name}`),
    );
    for (const others of names) expect(others).toEqual(names[0]);
    expect(names[0]).toContain("threading/square-numbers");
  });

  it("are each run by their runtime, by their own name", () => {
    const odd = examples.filter(({ run, runtime, path }) => {
      const [binary, ...args] = run.split(" ");
      return binary !== runtime || !args.includes(path);
    });
    expect(odd.map(({ id, run }) => `${id}: ${run}`)).toEqual([]);
  });

  it("say a version of their own runtime that is measured here", () => {
    const odd = examples.filter(({ needs, runtime }) => {
      const found = runtimes.find(({ name }) => name === runtime)!;
      return !isAvailable(found) || !new RegExp(`^${found.title} \\d+(\\.\\d+)?$`).test(needs);
    });
    expect(odd.map(({ id, needs }) => `${id}: ${needs}`)).toEqual([]);
  });

  it("are written once, in core/examples, where all runtimes would have the same text", () => {
    const texts = new Map(runtimes.map(({ name }) => [name, textsOf(`packages/${name}-examples/src`)]));
    const [first = new Map<string, string>(), ...others] = texts.values();
    let once = [...first.keys()].filter((path) => others.every((other) => other.get(path) === first.get(path)));
    // What names a file that differs means another file in each runtime, and so does what names that.
    for (let before = -1; before !== once.length;) {
      before = once.length;
      const own = (path: string): boolean => first.has(path) && !once.includes(path);
      once = once.filter((path) => !namedIn(path, first.get(path)!).some(own));
    }
    expect(once.filter((path) => !AS_IN_A_COPY.test(path))).toEqual([]);
  });

  it("are what every expectation is for", () => {
    const names = new Set(examples.flatMap(({ model, name }) => [name, `${model}/${name}`]));
    expect(expectationNames(root).filter((name) => !names.has(name))).toEqual([]);
  });

  it.concurrent.for(examples)("$id", async (example, { skip }) => {
    const runtime = runtimes.find(({ name }) => name === example.runtime)!;
    if (!isAvailable(runtime)) throw new Error(runtime.reason);
    const missing = reasonToSkip(example, runtime);
    if (missing !== undefined) return skip(missing);
    expect((await checkExample(root, runtime, example)).faults).toEqual([]);
  });

  it("printed, when they were published, what they must print now", async () => {
    const published = Object.entries(readOutputs(root).outputs);
    const wrong = published.map(async ([id, stdout]) => {
      const example = examples.find((one) => one.id === id);
      if (!example) return [`${id}: there is no such example`];
      const expected = await readExpected(root, example);
      return judge({ runtime: example.runtime, stdout, stderr: "" }, expected).map((fault) => `${id}: ${fault}`);
    });
    expect((await Promise.all(wrong)).flat()).toEqual([]);
  });
});

describe("pnpm examples", () => {
  const command = (...args: string[]) =>
    execa("node", ["--import", "tsx", "scripts/examples.ts", ...args], { cwd: root, preferLocal: true, reject: false });

  it("lists what was chosen, with its title", async () => {
    const { stdout } = await command(
      "list",
      "--runtime",
      "deno",
      "--model",
      "threading",
      "--example",
      "square-numbers",
    );
    expect(stdout).toBe("deno/threading/square-numbers  Square numbers on all cores, in threads.");
  });

  it("lists all that the headers say, as JSON", async () => {
    const { stdout } = await command("list", "--json");
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(examples)));
  });

  it("runs an example, and refuses a name that there is not with exit code 2", async () => {
    const ran = await command("run", "node/async/load-tables");
    expect(ran.stdout).toContain("results: 1, 2, 5");
    const refused = await command("run", "node/load-table");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("did you mean node/load-tables");
  });

  it("checks what was chosen, a line each, and says how many passed", async () => {
    const { stdout, exitCode } = await command(
      "check",
      "--runtime",
      "node,bun",
      "--model",
      "async",
      "--example",
      "load-tables",
    );
    expect(stdout.split("\n")).toEqual([
      "passed node/async/load-tables",
      "passed bun/async/load-tables",
      "node: 1 passed, 0 failed",
      "bun: 1 passed, 0 failed",
    ]);
    expect(exitCode).toBe(0);
  });

  it("skips an example that starts a program which is not there, says which, and counts it", async () => {
    const chosen = ["--runtime", "node", "--model", "distributed", "--example", "square-numbers"];
    const args = ["--import", "tsx", "scripts/examples.ts", "check", ...chosen];
    const env = { PATH: "/nowhere" };
    const { stdout, exitCode } = await execa(process.execPath, args, { cwd: root, env, reject: false });
    expect(stdout.split("\n")).toEqual([
      "skipped node/distributed/square-numbers: wanted nats-server on PATH, found none",
      "node: 0 passed, 0 failed, 1 skipped",
    ]);
    expect(exitCode).toBe(0);
  });
});
