/** Pools as JavaScript and as one file: what is made of the source, that it runs and is typed, and that every command takes such a copy for what it is. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inOneFile } from "../../packages/cli/build/single-file.ts";
import { contentsOf } from "../../packages/cli/src/items/contents.ts";
import { splitHeader, readHeader } from "../../packages/cli/src/items/header.ts";
import { folderName, inForm } from "../../packages/cli/src/items/item.ts";
import { readRecord, RECORD, writeRecord } from "../../packages/cli/src/items/record.ts";
import { makeInForm, writeAsShown } from "../landing/support/in-form.ts";
import { catalogue, expectAnswer, home, makeProject, runIn, tsc } from "../landing/support/project.ts";
import { STRICT } from "../landing/support/strict.ts";
import { call, type Called } from "./support/call.ts";
import { testFolder } from "../support/test-folder.ts";

afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

const pools = catalogue.items.filter(({ kind }) => kind === "pool");
const typed = (folder: string, ...words: string[]): Promise<Called> =>
  call({ folder, catalogue, print: () => {}, fail: () => {} }, ...words);
const lines = (...all: string[]): string => `${all.join("\n")}\n`;

describe("as JavaScript", () => {
  it.each(pools)("$name has no TypeScript in it but declarations, and all that it names", (item) => {
    const form = inForm(item, "js");
    const files = contentsOf(catalogue, form, []).files;
    expect([...files.keys()].filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([]);
    // Each file that people import from is typed, and nothing that they write in: that would be out of date with their first line.
    const declared = [...files.keys()].filter((path) => path.endsWith(".d.ts")).map((path) => path.slice(0, -5));
    expect(declared.length).toBeGreaterThan(3);
    expect(declared.every((path) => /^pool\/|-pool$/.test(path) && files.has(`${path}.js`))).toBe(true);
    for (const [path, { bytes }] of files) {
      const text = splitHeader(bytes.toString()).body;
      expect(text).not.toMatch(/await using|(?<!\.d)\.ts\b/);
      const code = text.replace(/\/\*[^]*?\*\//g, "");
      for (const [, name = ""] of code.matchAll(/(?:from |import |import\(|new URL\()"([^"]+)"/g)) {
        if (name.startsWith(".")) expect(files.has(join(dirname(path), name))).toBe(true);
        else expect(name).toMatch(/^(node:|bun(:|$))/);
      }
    }
  });

  it.each(pools)("$name says of itself how it is run, and what it needs", (item) => {
    const form = inForm(item, "js");
    const text = catalogue.read(form, "main.js").toString();
    expect(form.run).toMatch(/ main\.js$/);
    expect(form.test).toMatch(/ (\.\/)?pool\.test\.js$/);
    expect(readHeader(text)).toMatchObject({ run: form.run, test: form.test, runtime: form.minimumRuntime });
    const version = form.minimumRuntime.replace(/^.*>=(.*?)(\.0)*$/, "$1");
    expect(text).toMatch(new RegExp(`^ \\* Needs: \\w+ ${version.replaceAll(".", "\\.")}$`, "m"));
  });

  it.each(["node", "deno", "bun"])(
    "a distributed pool is two programs, with declarations of all it has: %s",
    (runtime) => {
      const form = inForm(catalogue.findItem(`${runtime}/distributed-pool`), "js");
      const paths = form.files.map(({ path }) => path);
      const source = ["distributed/distributed-pool", "distributed/job-source/nats", "pool/worker-pool", "thread-pool"];
      expect(paths).toEqual(
        expect.arrayContaining([
          "main.js",
          "worker.js",
          "tasks.js",
          "compose.yaml",
          ...source.map((path) => `${path}.d.ts`),
        ]),
      );
      const readMe = catalogue.read(form, "README.md").toString();
      expect(readMe).toContain("worker.js");
      expect(readMe).not.toMatch(/\w\.ts\b/);
    },
  );

  it("a pool for Node needs a version that has no await using", () => {
    const minimum = pools.filter(({ runtime }) => runtime === "node").map((item) => inForm(item, "js").minimumRuntime);
    expect(new Set(minimum)).toEqual(new Set(["node >=22.18.0"]));
  });

  // One for each runtime; the others are in test/long.
  it.each(["node/process-pool", "deno/thread-pool", "bun/thread-pool"])(
    "%s runs, and its own test passes",
    async (name) => {
      const { folder, item } = makeProject(name, undefined, "pool", { js: true });
      expectAnswer(await runIn(join(folder, "pool"), item.run, { seconds: 20 }));
      const { exitCode, all } = await runIn(
        join(folder, "pool"),
        item.test.replace("deno test", "deno test --no-check"),
      );
      expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
      expect(all).toMatch(/\b5 pass|pass 5\b/);
    },
  );

  it("a pool for Node runs from inside node_modules", async () => {
    const { folder } = makeProject("node/thread-pool", { type: "commonjs" }, "node_modules/pool", { js: true });
    expectAnswer(await runIn(folder, "node node_modules/pool/main.js"));
    expect((await typed(folder, "doctor")).said).not.toContain("node_modules/pool");
  });

  it("a pool with an ability is typed, for TypeScript and in main.js", async () => {
    const project = makeProject("node/thread-pool", { type: "module" }, "pool", { js: true, with: ["stream"] });
    const use = (wrong: string): string =>
      lines(
        'import { Worker } from "node:worker_threads";',
        'import { stream, streaming } from "./pool/abilities/stream.js";',
        'import { ThreadPool } from "./pool/thread-pool.js";',
        "interface Tasks { double(n: number): number; count(to: number): AsyncGenerator<number> }",
        'const pool = new ThreadPool<Tasks>(() => new Worker("./w.js"), { workers: 1, abilities: [streaming()] });',
        'export const twice: number = await pool.submit("double", [1]);',
        'for await (const n of stream(pool, "count", [2])) console.log(n);',
        wrong,
      );
    const compilerOptions = { strict: true, module: "nodenext", target: "es2024", lib: ["esnext"], noEmit: true };
    const options = { ...compilerOptions, types: ["node"], exactOptionalPropertyTypes: true, allowJs: true };
    writeFileSync(
      join(project.folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, include: ["*.ts"] }),
    );
    writeFileSync(join(project.folder, "use.ts"), use(""));
    expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
    writeFileSync(join(project.folder, "use.ts"), use('await pool.submit("double", ["one"]);'));
    expect((await tsc(project, "-p", ".")).all).toContain("TS2322");
    // What an editor knows of a program in JavaScript.
    const main = join(project.folder, "pool/main.js");
    writeFileSync(main, `// @ts-check\n${readFileSync(main, "utf8").replace('"sumOfSquares"', '"sumOfCubes"')}`);
    writeFileSync(join(project.folder, "use.ts"), 'import "./pool/main.js";\n');
    expect((await tsc(project, "-p", ".")).all).toMatch(/main\.js.*"sumOfCubes"/);
  });
});

describe("as one file", () => {
  it.each(pools)("$name has its worker's half in it, and imports nothing but what its runtime has", (item) => {
    for (const form of ["single", "single-js"] as const) {
      const files = [...contentsOf(catalogue, inForm(item, form), []).files];
      expect(files.map(([path]) => path)).toEqual([`${folderName(item)}${form === "single" ? ".ts" : ".js"}`]);
      const text = files.map(([, { bytes }]) => bytes.toString()).join("");
      expect(text).toMatch(item.name.endsWith("async-pool") ? /^export class AsyncPool/m : /^export function serve\(/m);
      for (const [, name = ""] of text.matchAll(/^(?:import|export)\b.* from "([^"]+)";/gm))
        expect(name).toMatch(/^(node:|bun$)/);
      expect(text).not.toMatch(/await using .*\n(?! \*)/);
    }
  });

  // One for each runtime, and no test but one; the others are in test/long.
  it.each(["node/thread-pool", "deno/process-pool", "bun/async-pool"])("%s runs, and its types hold", async (name) => {
    const project = makeInForm("single", name, { type: "module" });
    const { runtime, run } = project.item;
    expectAnswer(await runIn(join(project.folder, "pool"), run, { seconds: 20 }));
    if (runtime === "deno") {
      rmSync(join(project.folder, "package.json")); // or Deno looks for types in a node_modules
      return expect(await runIn(project.folder, "deno check pool")).toMatchObject({ exitCode: 0 });
    }
    const compilerOptions = { ...STRICT, types: [runtime] };
    writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    return expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
  });

  it.each(["node/async-pool", "deno/process-pool", "bun/thread-pool"])(
    "%s is used as it shows at its top",
    async (name) => {
      const project = makeInForm("single", name, { type: "module" });
      const all = writeAsShown(project);
      expect(await runIn(join(project.folder, "pool"), project.item.run, { seconds: 20 })).toMatchObject({
        exitCode: 0,
        all,
      });
    },
  );

  it("of JavaScript passes the test of its folder", async () => {
    const { folder, item } = makeInForm("single-js", "node/thread-pool", { type: "module" });
    expect(await runIn(join(folder, "pool"), item.test)).toMatchObject({ exitCode: 0 });
  });

  it("is what view prints, to be pasted", async () => {
    for (const options of [["--single"], ["--single", "--js"]]) {
      const { folder } = makeProject("node/thread-pool", {}, "pool", { single: true, js: options.length > 1 });
      const { said } = await typed(folder, "view", "node/thread-pool", ...options);
      expect(said).toBe(readFileSync(join(folder, "pool", `thread-pool.${options.length > 1 ? "js" : "ts"}`), "utf8"));
    }
  });

  it("is diffed, updated and examined as such; abilities do not go into it", async () => {
    const folder = testFolder();
    const { said } = await typed(folder, "add", "deno/process-pool", "--single", "--to", "lib");
    expect(said).toContain(" as one file to lib\n  lib/process-pool.ts\n  lib/.triathlon.json\n");
    expect(said).not.toMatch(/Run it|Test it|Your work/);
    const place = join(folder, "lib/process-pool.ts");
    writeFileSync(place, readFileSync(place, "utf8").replace("export class", "// mine\nexport class"));
    expect((await typed(folder, "diff")).said).toContain("as one file in lib");
    expect(await typed(folder, "update")).toMatchObject({ exitCode: 0 });
    expect(readFileSync(place, "utf8")).toContain("// mine\n");
    expect(readdirSync(join(folder, "lib")).sort()).toEqual([RECORD, "process-pool.ts"]);
    const examined = await typed(folder, "doctor");
    expect(examined.said).toContain("lib: deno/process-pool");
    expect(examined.said).toContain("lib: Deno must grant --allow-run=deno\n");
    const refused = await typed(folder, "add", "stream", "--to", "lib");
    expect(refused.said).toContain("found one file, which takes none: copy the folder");
    const other = await typed(folder, "add", "node/thread-pool", "--single", "--with", "stream");
    expect(other.said).toContain("found one file, which takes none: copy the folder");
  });

  it("is not made of files that declare the same name", () => {
    const bodies = new Map([
      ["pool.ts", 'import { a } from "./pool/a.ts";\nconst b = a;\n'],
      ["pool/a.ts", "export const a = 1;\nfunction b() {}\n"],
    ]);
    expect(() => inOneFile(bodies, "pool.ts")).toThrow('found "b" in pool/a.ts and in pool.ts');
  });
});

describe("a copy in JavaScript", () => {
  const added = async (...words: string[]) => {
    const folder = testFolder();
    const { exitCode, said } = await typed(folder, "add", "node/thread-pool", "--js", ...words);
    expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
    return { folder, copy: join(folder, "thread-pool"), said };
  };

  it("is told as such, with the commands that run it", async () => {
    const { said } = await added();
    expect(said).toMatch(/^Added node\/thread-pool \S+ as JavaScript to thread-pool\n/);
    expect(said).toContain(`Needs Node 22.18 or newer; \`node\` here is ${process.versions.node}.\n`);
    expect(said).toContain("Run it:   node thread-pool/main.js\n");
    expect(said).toContain("Test it:  node --test thread-pool/pool.test.js\n");
    expect(said).toContain("Your work goes into thread-pool/tasks.js.\n");
  });

  it("is diffed, updated and examined as such, and its changes stay", async () => {
    const { folder, copy } = await added();
    const record = readRecord(copy)!;
    // As an older version would have left it.
    const body = record.files.get("pool/map.js")!.body.replace("export ", "// older\nexport ");
    const files = new Map([...record.files, ["pool/map.js", { ...record.files.get("pool/map.js")!, body }] as const]);
    writeFileSync(join(copy, RECORD), writeRecord({ ...record, version: "0.0.1", commit: "c0ffee", files }));
    writeFileSync(join(copy, "pool/map.js"), body);
    writeFileSync(join(copy, "tasks.js"), "export const mine = () => 1;\n");
    expect((await typed(folder, "doctor")).said).toContain(
      "node/thread-pool 0.0.1 as JavaScript, 1 of its files changed",
    );
    const before = await typed(folder, "diff");
    expect(before.said).toContain(
      "node/thread-pool as JavaScript in thread-pool, from 0.0.1 (c0ffee): 1 changed by you",
    );
    expect(before.said).toContain("-// older\n");
    expect(await typed(folder, "update")).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(copy, "pool/map.js"), "utf8")).not.toContain("older");
    expect(readFileSync(join(copy, "tasks.js"), "utf8")).toBe("export const mine = () => 1;\n");
    expect(readdirSync(copy).filter((name) => name.endsWith(".ts"))).toEqual(["thread-pool.d.ts"]);
    expect(readRecord(copy)).toMatchObject({ form: "js", version: record.version });
  });

  it("takes abilities, with it or later, as JavaScript", async () => {
    const { folder, copy } = await added("--with", "retry");
    const { exitCode, said } = await typed(folder, "add", "stream", "--to", "thread-pool");
    expect(exitCode).toBe(0);
    expect(said).toContain('import { streaming } from "./abilities/stream.js";\n');
    expect(said).toContain("// in tasks.worker.js\n");
    const wanted = ["retry", "stream"].flatMap((name) =>
      [".d.ts", ".js", ".test.js", ".test.worker.js"].map((e) => name + e),
    );
    expect(readdirSync(join(copy, "abilities")).sort()).toEqual(wanted);
    const test = /^Test it: +(.*)$/m.exec(said)?.[1] ?? "";
    expect(await runIn(folder, test)).toMatchObject({ exitCode: 0 });
    expect((await typed(folder, "diff")).said).toContain("as JavaScript with retry, stream in thread-pool");
    expect(await typed(folder, "update")).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(copy, "abilities/stream.ts"))).toBe(false);
  });

  it("needs no tsconfig.json that suits TypeScript", async () => {
    const { folder } = await added();
    writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "module": "commonjs" } }');
    expect((await typed(folder, "doctor")).said).toContain("every copy is JavaScript: no tsconfig.json is in its way");
  });

  it("is refused of an example program, and an ability comes as what the copy is", async () => {
    const { folder } = await added();
    const refused = await typed(folder, "add", "node/gather", "--js");
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.said).toContain('Cannot take "node/async/gather" as JavaScript: wanted a pool');
    const two = await typed(folder, "add", "node/distributed-pool", "--single");
    expect(two).toMatchObject({ exitCode: 1 });
    expect(two.said).toContain('Cannot take "node/distributed-pool" as one file: wanted one program, found two');
    const told = await typed(folder, "add", "stream", "--to", "thread-pool", "--js");
    expect(told).toMatchObject({ exitCode: 2 });
    expect(told.said).toContain("wanted the form of the copy, found --js");
  });

  it("is shown by view", async () => {
    const { said } = await typed(testFolder(), "view", "node/thread-pool", "--js");
    expect(said).toMatch(/^node\/thread-pool as JavaScript: /);
    expect(said).toMatch(/^ +\d+ lines  tasks\.worker\.js$/m);
    expect(said).toContain("needs       Node 22.18 or newer\n");
  });

  it("of a form that this package does not know is a damaged record", async () => {
    const { folder, copy } = await added();
    const text = readFileSync(join(copy, RECORD), "utf8").replace('"form": "js"', '"form": "wasm"');
    writeFileSync(join(copy, RECORD), text);
    const { exitCode, said } = await typed(folder, "diff");
    expect({ exitCode, said }).toMatchObject({ exitCode: 1 });
    expect(said).toContain("found a form in it that is none");
  });
});
