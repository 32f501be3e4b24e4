/** `triathlon doctor`: each trap is found where it is, and not where it is not. */
import { writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { doctor } from "../../packages/cli/src/commands/doctor.ts";
import { checkVersions } from "../../packages/cli/src/doctor/versions.ts";
import { readProject } from "../../packages/cli/src/doctor/project.ts";
import { smallEnvironment } from "./support/small-catalogue.ts";
import { compilerOptions, writeProject } from "./support/sound-project.ts";
import { testFolder } from "../support/test-folder.ts";

// The runtimes of this repository stand in node_modules/.bin, where the doctor takes none from.
process.env["PATH"] = `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`;

const item = { name: "node/thread-pool", files: { "main.ts": "main\n", "pool.test.ts": "test\n" } };

function examine(files: Record<string, unknown>, env: NodeJS.ProcessEnv = {}) {
  const environment = smallEnvironment([item]);
  writeProject(environment.folder, files);
  add(environment, ["node/thread-pool"], {});
  const before = environment.printed().length;
  doctor(environment, undefined, env);
  return { ...environment, said: environment.printed().slice(before) };
}

describe("the doctor", () => {
  it("finds nothing wrong with a sound project, and says in which state its copies are", () => {
    const { said, failed } = examine({});
    expect(said).toContain("thread-pool: node/thread-pool 1.0.0, 0 of its files changed by you");
    expect(said).toContain("No problem found.");
    expect(failed()).toBe(false);
  });

  it.each([
    ["CommonJS", { "package.json": { type: "commonjs" } }, /"type": "commonjs" makes Node refuse/],
    ["imports of .ts", compilerOptions({ allowImportingTsExtensions: false }), /TS5097[^]*-> set "allowImporting/],
    ["imports of .ts where tsc emits", compilerOptions({ noEmit: false }), /TS5096[^]*-> set "rewriteRelative/],
    ["an old module", compilerOptions({ module: "commonjs" }), /"module": "commonjs" has no import\.meta/],
    ["an old resolution", compilerOptions({ module: "esnext", moduleResolution: "node10" }), /"node10" does not know/],
    ["an old lib", compilerOptions({ lib: ["es2023", "dom"] }), /"lib": \[es2023, dom\] does not know[^]*TS2550/],
    ["an old target", compilerOptions({ target: "es2022" }), /"target": "es2022" without "lib"/i],
    ["no types", compilerOptions({ types: [] }), /the types of node are not in "types"/],
    ["Cloudflare", { "wrangler.jsonc": "{}" }, /Cloudflare Workers have no threads/],
    [
      "edge functions",
      { "package.json": { type: "module", dependencies: { "@vercel/edge": "1" } } },
      /edge functions have no/,
    ],
    [
      "a permission",
      { "package.json": { type: "module", scripts: { start: "node --permission x.ts" } } },
      /--permission without --allow-fs-read, --allow-worker/,
    ],
  ] as const)("finds %s", (_, files, wanted) => {
    const { said, failed } = examine(files);
    expect(said).toMatch(wanted);
    expect(said).toMatch(/problem  /);
    expect(failed()).toBe(true);
  });

  it.each([
    ["Vite", { "vite.config.ts": "" }, /Vite follows new Worker/],
    [
      "webpack",
      { "package.json": { type: "module", scripts: { build: "webpack --mode production" } } },
      /webpack looks for the Worker of "worker_threads"/,
    ],
    [
      "esbuild",
      { "package.json": { type: "module", devDependencies: { tsup: "8" }, scripts: { build: "tsup app.ts" } } },
      /esbuild \(and tsup\) does not follow/,
    ],
    ["Next", { "package.json": { type: "module", dependencies: { next: "16" } } }, /Next has no workers/],
    [
      "Vitest beside a test",
      { "package.json": { type: "module", devDependencies: { vitest: "5" } } },
      /Vitest would take the test of a copy/,
    ],
    ["no module type", { "package.json": {} }, /reads each file of a copy twice/],
    [
      "a worker's module that tsc does not rewrite",
      compilerOptions({ noEmit: false, rewriteRelativeImportExtensions: true }),
      /not the worker's module/,
    ],
  ] as const)("notes %s", (_, files, wanted) => {
    expect(examine(files).said).toMatch(wanted);
  });

  it("does not advise what was done", () => {
    const exclude = 'export default { test: { exclude: ["thread-pool/**"] } };';
    const vitest = { "package.json": { type: "module", devDependencies: { vitest: "5", vite: "8" } } };
    expect(examine({ ...vitest, "vitest.config.ts": exclude }).said).not.toContain("Vitest");
    const next = { "package.json": { type: "module", dependencies: { next: "16" } } };
    const outside = { "next.config.mjs": 'export default { serverExternalPackages: ["pool"] };' };
    expect(examine({ ...next, ...outside }).said).not.toContain("Next");
    const line = "const load = () => import(/* turbopackIgnore: true */ place);";
    expect(examine({ ...next, "app/api/route.js": line }).said).not.toContain("Next");
    expect(examine({ ...next, "node_modules/other/route.js": line }).said).toContain("Next");
  });

  it("says nothing of a runner where a copy has no test of its own", () => {
    const environment = smallEnvironment([item]);
    writeProject(environment.folder, { "package.json": { type: "module", devDependencies: { vitest: "5" } } });
    add(environment, ["node/thread-pool"], { test: false });
    doctor(environment, undefined, {});
    expect(environment.printed()).not.toContain("Vitest");
  });

  it("says nothing of what Deno must grant where a command grants it", () => {
    const deno = { name: "deno/thread-pool", files: { "main.ts": "main\n" } };
    const said = (task: string): string => {
      const environment = smallEnvironment([deno]);
      writeProject(environment.folder, { "deno.json": { tasks: { start: task } } });
      add(environment, ["deno/thread-pool"], {});
      doctor(environment, undefined, {});
      return environment.printed();
    };
    expect(said("deno fmt")).toContain("Deno must grant");
    expect(said("deno run thread-pool/main.ts")).not.toContain("Deno must grant");
  });

  it("finds isolated declarations in the way of an example, and not of a pool", () => {
    const options = compilerOptions({ isolatedDeclarations: true });
    expect(examine(options).said).toContain("No problem found.");
    const name = "node/threading/lock";
    const environment = smallEnvironment([{ name, kind: "example", files: { "main.ts": "main\n" } }]);
    writeProject(environment.folder, options);
    add(environment, [name], {});
    doctor(environment, undefined, {});
    expect(environment.printed()).toMatch(/problem .*TS9011/);
  });

  it.each([
    ["node/async-pool", ["--allow-fs-read"]],
    ["node/thread-pool", ["--allow-fs-read", "--allow-worker"]],
    ["node/process-pool", ["--allow-fs-read", "--allow-worker", "--allow-child-process"]],
    ["node/distributed-pool", ["--allow-fs-read", "--allow-worker", "--allow-child-process"]],
  ])("wants of Node's permissions those that %s needs, and no other", (name, needed) => {
    const said = (flags: string[]): string => {
      const environment = smallEnvironment([{ name, files: { "main.ts": "main\n" } }]);
      const scripts = { start: ["node", "--permission", ...flags, "main.ts"].join(" ") };
      writeProject(environment.folder, { "package.json": { type: "module", scripts } });
      add(environment, [name], {});
      doctor(environment, undefined, {});
      return environment.printed();
    };
    expect(said([])).toContain(`--permission without ${needed.join(", ")}\n`);
    expect(said(needed)).not.toContain("--permission without");
  });

  it("reads what a tsconfig.json extends, and comments in it", () => {
    const { said } = examine({
      "base.json": { compilerOptions: { module: "commonjs" } },
      "tsconfig.json": '{ // a comment\n "extends": "./base.json", "compilerOptions": {} }',
    });
    expect(said).toContain('"module": "commonjs"');
  });

  it("finds a flag in NODE_OPTIONS that keeps Node from running TypeScript", () => {
    expect(examine({}, { NODE_OPTIONS: "--no-strip-types" }).said).toContain("--no-strip-types keeps Node from");
  });

  it("finds conflict markers", () => {
    const { folder, catalogue, print, fail, printed } = examine({});
    writeFileSync(join(folder, "thread-pool/main.ts"), "<<<<<<< yours\na\n=======\nb\n>>>>>>> 2.0.0\n");
    doctor({ folder, catalogue, print, fail }, undefined, {});
    expect(printed()).toContain("conflict markers in main.ts");
  });

  it.each([
    {
      is: "not there",
      version: undefined,
      level: "problem",
      text: "thread-pool needs Node 26 or newer; no `node` on PATH runs",
    },
    {
      is: "too old",
      version: "v25.9.9",
      level: "problem",
      text: "thread-pool needs Node 26 or newer; `node` here is 25.9.9",
    },
    { is: "new enough", version: "v26.0.1", level: "ok", text: "node 26.0.1" },
  ])("says when a runtime is $is", ({ version, level, text }) => {
    const { folder, catalogue } = examine({});
    const ask = (): string => {
      if (version === undefined) throw new Error("ENOENT");
      return version;
    };
    const [finding] = checkVersions(readProject(folder, catalogue, {}), catalogue.items, ask);
    expect(finding).toMatchObject({ level, text });
  });

  it("asks for the newest version that a copy needs, and without copies for the oldest that an item runs in", () => {
    const { catalogue } = smallEnvironment([
      { name: "node/thread-pool", minimum: "24.0.0", files: { "main.ts": "main\n" } },
      { name: "node/process-pool", minimum: "24.2.0", files: { "main.ts": "main\n" } },
      { name: "node/async-pool", minimum: "9.9.9", files: { "main.ts": "main\n" } },
    ]);
    const asked = (...names: string[]): string[] => {
      const folder = testFolder();
      if (names.length > 0) add({ folder, catalogue, print: () => {}, fail: () => {} }, names, {});
      return checkVersions(readProject(folder, catalogue, {}), catalogue.items, () => "v1.0.0").map(({ text }) => text);
    };
    expect(asked("node/thread-pool", "node/process-pool")).toEqual([
      "process-pool needs Node 24.2 or newer; `node` here is 1.0.0",
    ]);
    expect(asked()).toEqual(["a copy needs Node 9.9.9 or newer; `node` here is 1.0.0"]);
  });
});
