/** `triathlon doctor` finds whatever `landings.json` says of a place, for the copies that it says it of, and for no others. */
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { examine } from "../../packages/cli/src/commands/doctor.ts";
import type { Finding } from "../../packages/cli/src/doctor/finding.ts";
import { type Form, landingsIn, places } from "../landing/support/landings.ts";
import { smallEnvironment } from "./support/small-catalogue.ts";
import { compilerOptions, writeProject } from "./support/sound-project.ts";

const manifest = (more: object): Record<string, unknown> => ({ "package.json": { type: "module", ...more } });
const VITE = { devDependencies: { vite: "^8.0.0" } };

/** The smallest project that is such a place; where nothing of what is advised there was done. */
const PROJECTS: Record<string, Record<string, unknown>> = {
  commonjs: { "package.json": { type: "commonjs" } },
  "tsc-init": compilerOptions({ types: [], noEmit: false, allowImportingTsExtensions: false }),
  "tsc-emit": compilerOptions({
    noEmit: false,
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
  }),
  esbuild: manifest({ scripts: { build: "esbuild pool/main.ts --bundle --outdir=dist" } }),
  rolldown: {
    ...manifest({ scripts: { build: "node build.mjs" } }),
    "build.mjs": 'import { rolldown } from "rolldown";',
  },
  vite: { ...manifest(VITE), "vite.config.ts": "export default { build: { ssr: true } };" },
  "vite-library": { ...manifest(VITE), "vite.config.ts": "export default { build: { lib: {}, ssr: true } };" },
  "vite-browser": { ...manifest(VITE), "vite.config.ts": "export default {};" },
  webpack: { ...manifest({ devDependencies: { webpack: "5" } }), "webpack.config.js": "" },
  "bun-compile": manifest({ scripts: { build: "bun build --compile ./pool/main.ts" } }),
  "deno-compile": { "deno.json": { tasks: { build: "deno compile pool/main.ts" } } },
  "node-modules": {},
};

const folderIn = (place: string): string => (place === "node-modules" ? "node_modules/pool" : "pool");

function findingsIn(name: string, files: Record<string, unknown> = {}, to = "pool", form: Form = "ts"): Finding[] {
  const forms = { js: { "main.js": "main\n" }, single: { "pool.ts": "pool\n" }, "single-js": { "pool.js": "pool\n" } };
  const environment = smallEnvironment([{ name, files: { "main.ts": "main\n" }, forms }]);
  writeProject(environment.folder, files);
  add(environment, [name], { to, js: form.endsWith("js"), single: form.startsWith("single") });
  return examine(environment.folder, environment.catalogue, {});
}

const checksOf = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ check }) => (check === undefined ? [] : [check])).sort();

const withCare = places.filter(({ lands }) => lands.some(({ doctor }) => doctor));

describe("the table of landings", () => {
  it("names what the doctor finds wherever it has something to say, and only there", () => {
    for (const { place, lands } of places) {
      for (const { outcome, why, how, doctor } of lands) {
        const plain = outcome === "as it is" && why === undefined && how === undefined;
        expect(doctor === undefined, place).toBe(plain);
        expect(doctor, place).not.toEqual([]);
      }
    }
    expect(Object.keys(PROJECTS)).toEqual(withCare.map(({ place }) => place));
  });
});

describe.each(withCare)("in $title", ({ place, lands }) => {
  const ofThisPlace = new Set(lands.flatMap(({ doctor = [] }) => doctor));

  it.each(landingsIn(place))("$name in the form $form: $outcome, $doctor", ({ name, form, doctor = [] }) => {
    const findings = findingsIn(name, PROJECTS[place], folderIn(place), form).filter(({ check = "" }) =>
      ofThisPlace.has(check),
    );
    expect([...new Set(checksOf(findings))]).toEqual([...doctor].sort());
    for (const { level, text, next } of findings) {
      expect(["note", "problem"]).toContain(level);
      // Where, then what.
      expect(text).toMatch(/^.+: .+/);
      expect(next).toBeDefined();
    }
  });
});

describe("where nothing is copied yet", () => {
  it.each(withCare.filter(({ place }) => !["commonjs", "tsc-init", "node-modules"].includes(place)))(
    "$title is mentioned, and is no problem",
    ({ place, lands }) => {
      const { folder, catalogue } = smallEnvironment([{ name: "node/thread-pool", files: { "main.ts": "main\n" } }]);
      writeProject(folder, PROJECTS[place]);
      const ofThisPlace = lands.flatMap(({ doctor = [] }) => doctor);
      const findings = examine(folder, catalogue, {}).filter(({ check = "" }) => ofThisPlace.includes(check));
      expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(["note"]));
    },
  );
});

describe("nothing of the table is found", () => {
  const pools = landingsIn("empty").map(({ name }) => name);

  it.each(pools)("in a sound project with %s", (name) => {
    expect(checksOf(findingsIn(name))).toEqual([]);
  });

  it.each([
    {
      heeded: "webpack knows the Worker of node:worker_threads",
      name: "node/thread-pool",
      files: {
        ...PROJECTS["webpack"],
        "webpack.config.js": 'module.parser = { javascript: { worker: ["...", "Worker from node:worker_threads"] } };',
      },
    },
    {
      heeded: "Vite keeps `await using`",
      name: "node/async-pool",
      files: {
        ...PROJECTS["vite"],
        "vite.config.ts":
          "export default { build: { ssr: true, rolldownOptions: { output: { topLevelVar: false } } } };",
      },
    },
    {
      heeded: "Vite is older than what does not keep it",
      name: "node/async-pool",
      files: { ...PROJECTS["vite"], ...manifest({ devDependencies: { vite: "^7.1.0" } }) },
    },
    {
      heeded: "esbuild is given the worker's module",
      name: "node/thread-pool",
      files: manifest({ scripts: { build: "esbuild pool/main.ts pool/tasks.worker.js --bundle --outdir=dist" } }),
    },
    {
      heeded: "a bundler is installed, and nothing shows that it is used",
      name: "node/thread-pool",
      files: manifest({ devDependencies: { esbuild: "1", webpack: "5", rollup: "4", vite: "8" } }),
    },
    {
      heeded: "Vite is there for Vitest",
      name: "node/thread-pool",
      files: { ...manifest({ devDependencies: { vitest: "5" } }), "vite.config.ts": "export default { test: {} };" },
    },
    {
      heeded: "bun build is given the worker's module",
      name: "bun/thread-pool",
      files: manifest({ scripts: { build: "bun build --compile pool/main.ts pool/tasks.worker.ts" } }),
    },
  ])("where $heeded", ({ name, files }) => {
    expect(checksOf(findingsIn(name, files))).toEqual([]);
  });

  it("where tsc takes the worker's module along", () => {
    const environment = smallEnvironment([{ name: "node/thread-pool", files: { "main.ts": "main\n" } }]);
    const options = { noEmit: false, allowImportingTsExtensions: false, rewriteRelativeImportExtensions: true };
    writeProject(environment.folder, compilerOptions({ ...options, allowJs: true }));
    add(environment, ["node/thread-pool"], {});
    writeFileSync(join(environment.folder, "thread-pool/tasks.worker.js"), "");
    expect(checksOf(examine(environment.folder, environment.catalogue, {}))).toEqual([]);
  });

  it("where a task has the name of a compiler's command", () => {
    const files = { "deno.json": { tasks: { release: "deno task compile" } } };
    expect(checksOf(findingsIn("deno/thread-pool", files))).toEqual([]);
  });

  it("where a compiled process pool asks what it was started for", () => {
    const name = "bun/process-pool";
    const environment = smallEnvironment([
      { name, files: { "main.ts": 'if (process.argv[2] === "worker") await import("./tasks.worker.ts");\n' } },
    ]);
    writeProject(environment.folder, PROJECTS["bun-compile"]);
    add(environment, [name], {});
    expect(checksOf(examine(environment.folder, environment.catalogue, {}))).toEqual([]);
  });

  it("where a copy for Node has a package.json of its own", () => {
    const environment = smallEnvironment([{ name: "node/thread-pool", files: { "main.ts": "main\n" } }]);
    writeProject(environment.folder, PROJECTS["commonjs"]);
    add(environment, ["node/thread-pool"], {});
    writeFileSync(join(environment.folder, "thread-pool/package.json"), '{ "type": "module" }');
    expect(checksOf(examine(environment.folder, environment.catalogue, {}))).toEqual([]);
  });

  it("where a package of the workspace is linked into node_modules", () => {
    const environment = smallEnvironment([{ name: "node/thread-pool", files: { "main.ts": "main\n" } }]);
    writeProject(environment.folder);
    add(environment, ["node/thread-pool"], { to: "packages/pool" });
    symlinkSync(join(environment.folder, "packages/pool"), join(environment.folder, "node_modules/pool"), "junction");
    expect(checksOf(examine(environment.folder, environment.catalogue, {}))).toEqual([]);
  });
});
