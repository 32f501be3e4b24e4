/** Where a copied pool lands, the slower places: packages, compilers and bundlers, as `landings.json` says. No network. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Landing, landingsIn, places } from "../landing/support/landings.ts";
import { offline } from "../landing/support/offline.ts";
import {
  askForJavaScript,
  binaryOf,
  bundle,
  expectAnswer,
  expectFailure,
  home,
  makeProject,
  type Project,
  replaceIn,
  runIn,
  tsc,
} from "../landing/support/project.ts";

afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

const MAIN = "pool/main.ts";
const WORKER = "pool/tasks.worker.ts";
const MODULE = { type: "module" };

/** What a person does first, and what the table tells them to do, where it tells something. */
interface Tries {
  first(): Promise<void>;
  told(): Promise<void>;
}

/** The outcome that the table names is the outcome: what it says fails does fail, and what it says helps does help. */
async function tryBoth({ outcome, fails }: Pick<Landing, "outcome" | "fails">, tries: Tries): Promise<void> {
  if (fails !== undefined || outcome === "as it is") await tries.first();
  if (outcome === "with a change" || (outcome === "as it is" && fails !== undefined)) await tries.told();
}

describe.each([
  { place: "module", manifest: { type: "module" } },
  { place: "untyped", manifest: {} },
  { place: "commonjs", manifest: { type: "commonjs" } },
])("in a package with $manifest", ({ place, manifest }) => {
  it.each(landingsIn(place))("$name runs", async ({ name }) => {
    const { folder, item } = makeProject(name, manifest);
    expectAnswer(await runIn(folder, `${item.runtime} pool/main.ts`));
  });
});

/** A program in CommonJS: what it takes from the pool, and how it makes one. */
const REQUIRING: Record<string, string> = {
  "node/thread-pool": `
    const { Worker } = require("node:worker_threads");
    const { ThreadPool } = require("./pool/thread-pool.ts");
    const pool = new ThreadPool(() => new Worker(require.resolve("./pool/tasks.worker.ts")));
    const call = pool.submit("sumOfSquares", [{ from: 0, to: 4 }]);`,
  "node/process-pool": `
    const { fork } = require("node:child_process");
    const { ProcessPool } = require("./pool/process-pool.ts");
    const pool = new ProcessPool(() => fork(require.resolve("./pool/tasks.worker.ts"), { serialization: "advanced" }));
    const call = pool.submit("sumOfSquares", [{ from: 0, to: 4 }]);`,
  "node/async-pool": `
    const { AsyncPool } = require("./pool/pool/async-pool.ts");
    const pool = new AsyncPool({ answer: () => 14 });
    const call = pool.submit("answer", []);`,
};

describe("in a package that says CommonJS", () => {
  it.each(Object.keys(REQUIRING))("%s can be loaded with require()", async (name) => {
    const { folder } = makeProject(name, { type: "commonjs" });
    writeFileSync(join(folder, "app.js"), `${REQUIRING[name]}\ncall.then(console.log).finally(() => pool.close());\n`);
    expect(await runIn(folder, "node app.js")).toMatchObject({ exitCode: 0, all: "14" });
  });

  it("a pool for Node is refused where its own package.json is taken away", async () => {
    const { folder } = makeProject("node/async-pool", { type: "commonjs" });
    rmSync(join(folder, "pool/package.json"));
    expectFailure(await runIn(folder, "node pool/main.ts"), "Cannot use import statement outside a module");
  });
});

describe("under the tsconfig.json of tsc --init", () => {
  it.each(landingsIn("tsc-init"))("$name passes with what is missing there", async ({ name, fails }) => {
    const project = makeProject(name, { type: "module" });
    await tsc(project, "--init");
    expectFailure(await tsc(project, "-p", ".", "--noEmit"), fails ?? "");
    const wanted = `"types": ["${project.item.runtime}"], "allowImportingTsExtensions": true, "noEmit": true`;
    replaceIn(project, "tsconfig.json", '"types": []', wanted);
    expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
  });
});

describe("emitted by tsc", () => {
  const emit = async (project: Project): Promise<void> => {
    const compilerOptions = { target: "esnext", module: "nodenext", strict: true, skipLibCheck: true, outDir: "dist" };
    const types = [project.item.runtime];
    const options = { ...compilerOptions, types, rootDir: ".", rewriteRelativeImportExtensions: true };
    writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
    expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
  };

  it.each(landingsIn("tsc-emit"))("$name runs as JavaScript: $outcome", async (landing) => {
    const project = makeProject(landing.name, MODULE);
    const run = () => runIn(project.folder, `${project.item.runtime} dist/pool/main.js`);
    await tryBoth(landing, {
      async first() {
        await emit(project);
        if (landing.fails) expectFailure(await run(), landing.fails);
        else expectAnswer(await run());
      },
      async told() {
        askForJavaScript(project);
        await emit(project);
        expectAnswer(await run());
      },
    });
  });
});

describe.each(["esbuild", "rolldown", "vite", "vite-library", "webpack"])("bundled by %s", (bundler) => {
  it.each(landingsIn(bundler))("$name runs: $outcome", async (landing) => {
    const project = makeProject(landing.name, MODULE);
    const build = async (...entries: string[]) => {
      expect(await bundle(project, bundler, entries)).toMatchObject({ exitCode: 0 });
      rmSync(join(project.folder, "pool"), { recursive: true }); // the bundle stands alone
      return runIn(project.folder, `${project.item.runtime} dist/main.js`);
    };
    await tryBoth(landing, {
      async first() {
        cpSync(join(project.folder, "pool"), join(project.folder, "kept"), { recursive: true });
        const ran = await build(MAIN);
        if (landing.fails) expectFailure(ran, landing.fails);
        else expectAnswer(ran);
        cpSync(join(project.folder, "kept"), join(project.folder, "pool"), { recursive: true });
      },
      async told() {
        askForJavaScript(project);
        expectAnswer(await build(MAIN, WORKER));
      },
    });
  });
});

describe("bundled by Vite with its defaults", () => {
  // Not run: a program whose pool is never closed does not end.
  it("a pool that a module owns by `await using` is never closed", async () => {
    const project = makeProject("node/async-pool", MODULE);
    const defaults = { VITE_DEFAULTS: "1" };
    expect(await bundle(project, "vite", [MAIN], defaults)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(project.folder, "dist/main.js"), "utf8")).toMatch(/^var pool = new AsyncPool/m);
  });
});

describe("bundled by Vite for browsers", () => {
  it.each(landingsIn("vite-browser"))("$name does not run, and says so", async ({ name, fails = "" }) => {
    const project = makeProject(name, MODULE);
    expect(await bundle(project, "vite-library", [MAIN], { FOR_BROWSERS: "1" })).toMatchObject({ exitCode: 0 });
    expectFailure(await runIn(project.folder, `${project.item.runtime} dist/main.js`), fails);
  });
});

describe("compiled by bun build --compile", () => {
  const compile = async ({ folder }: Project, ...entries: string[]): Promise<string> => {
    const paths = entries.map((path) => `./${path}`).join(" ");
    expect(await runIn(folder, `bun build --compile --outfile program ${paths}`)).toMatchObject({ exitCode: 0 });
    rmSync(join(folder, "pool"), { recursive: true }); // the program stands alone
    return join(folder, process.platform === "win32" ? "program.exe" : "program");
  };
  const threads = landingsIn("bun-compile").filter(({ name }) => name !== "bun/process-pool");

  it.each(threads)("$name runs: $outcome", async (landing) => {
    await tryBoth(landing, {
      async first() {
        const project = makeProject(landing.name);
        const ran = await offline(project.folder, [await compile(project, MAIN)]);
        if (landing.fails) expectFailure(ran, landing.fails);
        else expectAnswer(ran);
      },
      async told() {
        const project = makeProject(landing.name);
        expectAnswer(await offline(project.folder, [await compile(project, MAIN, WORKER)]));
      },
    });
  });

  // Not tried as it is: that would start processes without end.
  it("a program is its own process.execPath, so that a process pool would start it again", async () => {
    const project = makeProject("bun/process-pool");
    writeFileSync(join(project.folder, MAIN), "console.log(process.execPath);\n");
    const program = await compile(project, MAIN);
    expect((await offline(project.folder, [program])).all).toBe(program);
  });

  it("bun/process-pool runs where the program is its own worker", async () => {
    const project = makeProject("bun/process-pool");
    const entry = '  const entry = Bun.fileURLToPath(new URL("./tasks.worker.ts", import.meta.url));\n';
    replaceIn(project, MAIN, entry, "");
    replaceIn(project, MAIN, '"--no-orphans", entry]', '"worker"]');
    const serve =
      'if (process.argv[2] === "worker") {\n  await import("./tasks.worker.ts");\n  await new Promise(() => {});\n}\n';
    replaceIn(project, MAIN, "// A worker is started when", `${serve}// A worker is started when`);
    expectAnswer(await offline(project.folder, [await compile(project, MAIN)]));
  });
});

describe("compiled by deno compile", () => {
  const compile = (folder: string, options = "", environment: Record<string, string> = {}) =>
    runIn(folder, `deno compile ${options}--output program pool/main.ts`, { environment });

  it.each(landingsIn("deno-compile"))("$name: the runtime it puts into programs is a download", async (landing) => {
    const { folder } = makeProject(landing.name);
    expectFailure(await compile(folder), landing.fails ?? "");
  });

  // With the whole of Deno in the place of that runtime, it comes as far as its list, and the program is a `deno`.
  const whole = { DENORT_BIN: binaryOf("deno") };

  it.each([
    { name: "deno/async-pool", embeds: ["main.ts", "async-pool.ts", "tasks.ts"], lacks: [] },
    { name: "deno/thread-pool", embeds: ["main.ts", "thread-pool.ts"], lacks: ["tasks.worker.ts"] },
    { name: "deno/process-pool", embeds: ["main.ts", "process-pool.ts"], lacks: ["tasks.worker.ts"] },
  ])("$name: its list of embedded files has $embeds, and lacks $lacks", async ({ name, embeds, lacks }) => {
    const { folder } = makeProject(name);
    const { exitCode, all } = await compile(folder, "", whole);
    expect(exitCode).toBe(0);
    for (const file of embeds) expect(all).toContain(` ${file} (`);
    for (const file of lacks) expect(all).not.toContain(file);
  });

  it("deno/thread-pool: --include puts the worker's module there, and what it imports", async () => {
    const { folder } = makeProject("deno/thread-pool");
    const { exitCode, all } = await compile(folder, "--include pool/tasks.worker.ts ", whole);
    expect(exitCode).toBe(0);
    for (const file of ["tasks.worker.ts", "tasks.ts", "thread-pool.ts"]) expect(all).toContain(` ${file} (`);
  });
});

describe("as TypeScript in node_modules", () => {
  it.each(landingsIn("node-modules"))("$name: $outcome", async ({ name, fails }) => {
    const { folder, item } = makeProject(name, MODULE, "node_modules/pool");
    const ran = await runIn(folder, `${item.runtime} node_modules/pool/main.ts`);
    if (fails) expectFailure(ran, fails);
    else expectAnswer(ran);
  });
});

describe("the table of landings", () => {
  it("has every pool at most once in a place, and a reason wherever a copy does not land as it is", () => {
    for (const { place, lands } of places) {
      const names = lands.flatMap(({ items }) => items);
      expect(new Set(names).size, place).toBe(names.length);
      for (const { outcome, why, how } of lands)
        if (outcome !== "as it is") expect([why, how]).not.toContain(undefined);
    }
  });
});
