/** Where a copied pool lands, the slower places: packages, compilers and bundlers, as `landings.json` says. No network. */
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeInForm, type ProjectInForm } from "../landing/support/in-form.ts";
import { FORMS, type Landing, landingsIn, places } from "../landing/support/landings.ts";
import { offline } from "../landing/support/offline.ts";
import {
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

import { STRICT } from "../landing/support/strict.ts";

afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

const MODULE = { type: "module" };

/** What a person does first, and what the table tells them to do, where it tells something. */
interface Tries {
  first(): Promise<void>;
  told(): Promise<void>;
}

/** The one name that serves unbuilt source and every bundle, for what is written in TypeScript: the worker's module has no types in it. */
function nameWorkerInJavaScript(project: ProjectInForm): void {
  if (project.end === ".js") return;
  const named = project.worker.replace(/\.ts$/, ".js");
  renameSync(join(project.folder, project.worker), join(project.folder, named));
  replaceIn(project, project.main, '"./tasks.worker.ts", import', '"./tasks.worker.js", import');
  project.worker = named;
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
  it.each(landingsIn(place))("$name in the form $form runs: $outcome", async (landing) => {
    const project = makeInForm(landing.form, landing.name, manifest);
    const run = () => runIn(project.folder, `${project.item.runtime} ${project.main}`);
    await tryBoth(landing, {
      async first() {
        if (landing.fails) expectFailure(await run(), landing.fails);
        else expectAnswer(await run());
      },
      async told() {
        writeFileSync(join(project.folder, "pool/package.json"), JSON.stringify(MODULE));
        expectAnswer(await run());
      },
    });
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

/** A program in TypeScript that runs the copy's and is typed by it; for a copy in JavaScript, which has no TypeScript in it. */
function useFromTypeScript({ folder, item, form, main }: ProjectInForm): void {
  const names = { "async-pool": "AsyncPool", "thread-pool": "ThreadPool", "process-pool": "ProcessPool" };
  const file = item.name.replace(/^.*\//, "") as keyof typeof names;
  const from = form === "js" && file === "async-pool" ? `./pool/pool/${file}.js` : `./pool/${file}.js`;
  const typed = `import type { ${names[file]} } from "${from}";\nexport type Pool = ${names[file]}<{ one(n: number): number }>;\n`;
  const code = `await import("./${main}" as string);\n`;
  writeFileSync(join(folder, "app.ts"), (form === "js" ? typed : "export {};\n") + code);
}

describe("its types hold", () => {
  it.each(landingsIn("types").filter(({ form }) => form !== "ts"))("$name in the form $form", async (landing) => {
    const project = makeInForm(landing.form, landing.name, landing.name.startsWith("deno/") ? undefined : MODULE);
    const { folder, item } = project;
    if (project.end === ".js") useFromTypeScript(project);
    if (item.runtime === "deno") return expect(await runIn(folder, "deno check .")).toMatchObject({ exitCode: 0 });
    if (item.runtime === "bun") await runIn(folder, "bun init -y");
    else writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: STRICT }));
    return expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
  });
});

describe("under the tsconfig.json of tsc --init", () => {
  it.each(landingsIn("tsc-init"))("$name in the form $form passes: $outcome", async (landing) => {
    const project = makeInForm(landing.form, landing.name, MODULE);
    if (project.end === ".js") useFromTypeScript(project);
    await tsc(project, "--init");
    await tryBoth(landing, {
      async first() {
        const checked = await tsc(project, "-p", ".", "--noEmit");
        if (landing.fails) expectFailure(checked, landing.fails);
        else expect(checked).toMatchObject({ exitCode: 0, all: "" });
      },
      async told() {
        const wanted = `"types": ["${project.item.runtime}"], "allowImportingTsExtensions": true, "noEmit": true`;
        replaceIn(project, "tsconfig.json", '"types": []', wanted);
        expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
      },
    });
  });
});

describe("emitted by tsc", () => {
  const emit = async (project: ProjectInForm, more: object = {}): Promise<void> => {
    const compilerOptions = { target: "esnext", module: "nodenext", strict: true, skipLibCheck: true, outDir: "dist" };
    const types = [project.item.runtime];
    const options = { ...compilerOptions, types, rootDir: ".", rewriteRelativeImportExtensions: true, ...more };
    writeFileSync(
      join(project.folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, exclude: ["dist"] }),
    );
    expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
  };

  it.each(landingsIn("tsc-emit"))("$name in the form $form runs: $outcome", async (landing) => {
    const project = makeInForm(landing.form, landing.name, MODULE);
    const { folder, item, end, main } = project;
    if (end === ".js") useFromTypeScript(project);
    const program = end === ".js" ? "app.js" : main.replace(/\.ts$/, ".js");
    const run = () => runIn(folder, `${item.runtime} dist/${program}`);
    await tryBoth(landing, {
      async first() {
        await emit(project);
        if (landing.fails) expectFailure(await run(), landing.fails);
        else expectAnswer(await run());
      },
      async told() {
        if (end === ".js") {
          cpSync(join(folder, "pool"), join(folder, "dist/pool"), { recursive: true });
          return expectAnswer(await run());
        }
        nameWorkerInJavaScript(project);
        expectAnswer(await runIn(folder, `${item.runtime} ${main}`));
        await emit(project, { allowJs: true });
        return expectAnswer(await run());
      },
    });
  });
});

describe.each(["esbuild", "rolldown", "vite", "vite-library", "webpack"])("bundled by %s", (bundler) => {
  it.each(landingsIn(bundler))("$name in the form $form runs: $outcome", async (landing) => {
    const project = makeInForm(landing.form, landing.name, MODULE);
    const { folder, item, end, main } = project;
    // The setting is told where a pool is owned by `await using`.
    const environment = end === ".js" ? { VITE_DEFAULTS: "1" } : {};
    const build = async (...entries: string[]) => {
      expect(await bundle(project, bundler, entries, environment)).toMatchObject({ exitCode: 0 });
      rmSync(join(folder, "pool"), { recursive: true }); // the bundle stands alone
      return runIn(folder, `${item.runtime} dist/main.js`);
    };
    await tryBoth(landing, {
      async first() {
        cpSync(join(folder, "pool"), join(folder, "kept"), { recursive: true });
        const ran = await build(main);
        if (landing.fails) expectFailure(ran, landing.fails);
        else expectAnswer(ran);
        cpSync(join(folder, "kept"), join(folder, "pool"), { recursive: true });
      },
      async told() {
        nameWorkerInJavaScript(project);
        expectAnswer(await runIn(folder, `${item.runtime} ${main}`));
        expectAnswer(await build(main, project.worker));
      },
    });
  });
});

describe("bundled by Vite with its defaults", () => {
  // Not run: a program whose pool is never closed does not end.
  it("a pool that a module owns by `await using` is never closed", async () => {
    const project = makeProject("node/async-pool", MODULE);
    const defaults = { VITE_DEFAULTS: "1" };
    expect(await bundle(project, "vite", ["pool/main.ts"], defaults)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(project.folder, "dist/main.js"), "utf8")).toMatch(/^var pool = new AsyncPool/m);
  });
});

describe("bundled by Vite for browsers", () => {
  it.each(landingsIn("vite-browser"))("$name in the form $form does not run, and says so", async (landing) => {
    const { name, form, fails = "" } = landing;
    const project = makeInForm(form, name, MODULE);
    expect(await bundle(project, "vite-library", [project.main], { FOR_BROWSERS: "1" })).toMatchObject({ exitCode: 0 });
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
  const landings = landingsIn("bun-compile");
  const threads = landings.filter(({ name }) => name !== "bun/process-pool");
  const processes = landings.filter(({ name }) => name === "bun/process-pool");

  it.each(threads)("$name in the form $form runs: $outcome", async (landing) => {
    await tryBoth(landing, {
      async first() {
        const project = makeInForm(landing.form, landing.name);
        const ran = await offline(project.folder, [await compile(project, project.main)]);
        if (landing.fails) expectFailure(ran, landing.fails);
        else expectAnswer(ran);
      },
      async told() {
        const project = makeInForm(landing.form, landing.name);
        expectAnswer(await offline(project.folder, [await compile(project, project.main, project.worker)]));
      },
    });
  });

  // Not tried as it is: that would start processes without end.
  it("a program is its own process.execPath, so that a process pool would start it again", async () => {
    const project = makeProject("bun/process-pool");
    writeFileSync(join(project.folder, "pool/main.ts"), "console.log(process.execPath);\n");
    const program = await compile(project, "pool/main.ts");
    expect((await offline(project.folder, [program])).all).toBe(program);
  });

  it.each(processes)("$name in the form $form runs where the program is its own worker", async ({ name, form }) => {
    const project = makeInForm(form, name);
    const { main, worker } = project;
    const entry = `  const entry = Bun.fileURLToPath(new URL("./${basename(worker)}", import.meta.url));\n`;
    replaceIn(project, main, entry, "");
    replaceIn(project, main, '"--no-orphans", entry]', '"worker"]');
    const serve = `if (process.argv[2] === "worker") {\n  await import("./${basename(worker)}");\n  await new Promise(() => {});\n}\n`;
    replaceIn(project, main, "// A worker is started when", `${serve}// A worker is started when`);
    expectAnswer(await offline(project.folder, [await compile(project, main)]));
  });
});

describe("compiled by deno compile", () => {
  const compile = ({ folder, main }: ProjectInForm, options = "", environment: Record<string, string> = {}) =>
    runIn(folder, `deno compile ${options}--output program ${main}`, { environment });
  const landings = landingsIn("deno-compile");

  it.each(landings)("$name in the form $form: the runtime it puts into programs is a download", async (landing) => {
    expectFailure(await compile(makeInForm(landing.form, landing.name)), landing.fails ?? "");
  });

  // With the whole of Deno in the place of that runtime, it comes as far as its list, and the program is a `deno`.
  const whole = { DENORT_BIN: binaryOf("deno") };

  const lists = [
    { name: "deno/async-pool", embeds: ["main", "async-pool", "tasks"], lacks: [] },
    { name: "deno/thread-pool", embeds: ["main", "thread-pool"], lacks: ["tasks.worker"] },
    { name: "deno/process-pool", embeds: ["main", "process-pool"], lacks: ["tasks.worker"] },
  ].flatMap((list) => FORMS.map((form) => ({ ...list, form })));

  it.each(lists)(
    "$name in the form $form: its list of embedded files has $embeds, and lacks $lacks",
    async ({ name, form, embeds, lacks }) => {
      const project = makeInForm(form, name);
      const { exitCode, all } = await compile(project, "", whole);
      expect(exitCode).toBe(0);
      // A folder of which all is embedded is listed as such.
      for (const file of embeds) expect(all).toMatch(new RegExp(` (${file}\\${project.end}|pool/\\*) \\(`));
      for (const file of lacks) expect(all).not.toContain(file);
    },
  );

  it.each(FORMS)("deno/thread-pool in the form %s: --include puts the worker's module there", async (form) => {
    const project = makeInForm(form, "deno/thread-pool");
    const { exitCode, all } = await compile(project, `--include ${project.worker} `, whole);
    expect(exitCode).toBe(0);
    for (const file of ["tasks.worker", "tasks", "thread-pool"]) expect(all).toContain(` ${file}${project.end} (`);
  });
});

describe("in node_modules", () => {
  it.each(landingsIn("node-modules"))("$name in the form $form: $outcome", async ({ name, form, fails }) => {
    const { folder, item, main } = makeInForm(form, name, MODULE, "node_modules/pool");
    const ran = await runIn(folder, `${item.runtime} ${main}`);
    if (fails) expectFailure(ran, fails);
    else expectAnswer(ran);
  });
});

describe("the table of landings", () => {
  it("has every pool at most once in a form in a place, and a reason wherever a copy does not land as it is", () => {
    for (const { place, lands } of places) {
      const all = landingsIn(place).map(({ name, form }) => `${name} ${form}`);
      expect(new Set(all).size, place).toBe(all.length);
      for (const { outcome, why, how } of lands)
        if (outcome !== "as it is") expect([why, how]).not.toContain(undefined);
    }
  });

  it("has every form of a pool that it has in a place", () => {
    for (const { place } of places) {
      const all = landingsIn(place);
      expect(all.length, place).toBe(new Set(all.map(({ name }) => name)).size * FORMS.length);
    }
  });
});
