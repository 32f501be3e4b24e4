/**
 * Where a case takes place:
 *
 *     outside/                what no command may read or change
 *     project/                package.json, .git, .env, sources; on PATH, with a program called node
 *       pool/                 a copy of node/thread-pool, with an ability
 *       nested/tasks/         a copy of bun/process-pool
 *       script/               the same as JavaScript
 *       alone/                the same as one file
 *
 * All copies are made by `add` from a first version; the commands are of a second one.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { add } from "../../../../packages/cli/src/commands/add.ts";
import type { Environment } from "../../../../packages/cli/src/environment.ts";
import { inForm } from "../../../../packages/cli/src/items/item.ts";
import { type SmallAbility, smallEnvironment, type SmallItem } from "../small-catalogue.ts";
import { writeProject } from "../sound-project.ts";
import { testFolder } from "../../../support/test-folder.ts";

/** Stands in files that are never to be shown: outside, and in hidden files of the project. */
export const SECRET = "s3cr3t-that-nobody-may-see";
export const COPIES = ["pool", "nested/tasks", "script", "alone"] as const;

const FORM_OF = { "nested/tasks": undefined, script: "js", alone: "single" } as const;

const lines = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${text(i)}\n`).join("");

const poolOf = (version: string, changed: string): SmallItem => ({
  name: "node/thread-pool",
  version,
  files: {
    "main.ts": lines(40, (i) => (i % 13 === 5 ? `const ${changed}${i} = ${i};` : `await step(${i % 9}); // größer`)),
    "parts/call.ts": lines(12, (i) => (i % 3 === 0 ? "}" : `call(${i === 7 ? changed : i});`)),
    "pool.test.ts": `test("${changed}");\n`,
    "pool.test.start.ts": "start\n",
    "pool/worker-pool.ts": "pool\n",
    ...(version === "1.0.0" ? { "old.ts": lines(5, (i) => `old ${i}`) } : { "parts/new.ts": "new\n" }),
  },
});
const tasksOf = (version: string, changed: string): SmallItem => ({
  name: "bun/process-pool",
  version,
  files: { "main.ts": `main\n${changed}\nend`, "tasks.ts": lines(20, (i) => `task ${i % 4} ${changed}`) },
  forms: {
    js: {
      "main.js": `main\n${changed}\nend`,
      "tasks.js": lines(20, (i) => `task ${i % 4} ${changed}`),
      "process-pool.js": lines(30, (i) => (i % 11 === 4 ? `post(${changed}${i});` : `post(${i % 5});`)),
      "process-pool.d.ts": `export class ProcessPool { ${changed}: number }\n`,
    },
    single: {
      "process-pool.ts": lines(60, (i) => (i % 17 === 4 ? `post(${changed}${i});` : `post(${i % 5});`)),
    },
  },
});

const abilityOf = (name: string, version: string, changed: string): SmallAbility => ({
  name,
  version,
  files: {
    [`abilities/${name}.ts`]: lines(20, (i) => (i % 7 === 3 ? `held(${changed}${i});` : `hold(${i % 4});`)),
    [`abilities/${name}.test.ts`]: `test("${changed}");\n`,
  },
});

const first = [poolOf("1.0.0", "one"), tasksOf("1.0.0", "one")];
const second = [poolOf("2.0.0", "two"), tasksOf("2.0.0", "two")];
const firstAbilities = [abilityOf("held", "1.0.0", "one")];
const secondAbilities = [abilityOf("held", "2.0.0", "two"), abilityOf("more", "2.0.0", "two")];

const allPacked: (SmallItem | SmallAbility)[] = [...first, ...second, ...firstAbilities, ...secondAbilities];
/** Paths that an item or an ability has or had: what an update or an addition may change in a copy. */
export const ITEM_PATHS = new Set(
  allPacked.flatMap((packed) =>
    [packed.files, ...Object.values("forms" in packed ? packed.forms : {})].flatMap((files) => Object.keys(files)),
  ),
);

export interface Scene {
  root: string;
  project: string;
  environment: Environment;
  /** The bytes of a file of the second version. */
  newer: (copy: (typeof COPIES)[number], path: string) => Buffer | undefined;
}

let template: { folder: string; catalogue: Environment["catalogue"] } | undefined;

/** As `add` leaves it, in a new folder. */
export function makeScene(): Scene {
  template ??= makeTemplate();
  const root = testFolder();
  cpSync(template.folder, root, { recursive: true, preserveTimestamps: true });
  const { catalogue } = template;
  const project = join(root, "project");
  return {
    root,
    project,
    environment: { folder: project, catalogue, print: () => {}, fail: () => {} },
    newer: (copy, path) => {
      const tasks = catalogue.findItem("bun/process-pool");
      const all =
        copy === "pool" ? [catalogue.find("node/thread-pool"), catalogue.find("held")] : [inForm(tasks, FORM_OF[copy])];
      const found = all.find(({ files }) => files.some((file) => file.path === path));
      return found && catalogue.read(found, path);
    },
  };
}

function makeTemplate(): NonNullable<typeof template> {
  const folder = testFolder();
  const project = join(folder, "project");
  mkdirSync(project);
  writeProject(project, { "src/index.ts": "mine\n", "pool/mine.ts": "mine\n", Makefile: "build:\n\ttsc\n" });
  for (const [path, text] of [
    ["../outside/secret.txt", `${SECRET}\n`],
    ["../outside/parts/call.ts", `${SECRET}\n`],
    ["../outside/call.ts", `${SECRET}\n`],
    ["../outside/new.ts", `${SECRET}\n`],
    [".git/HEAD", `${SECRET}\n`],
    [".env", `KEY=${SECRET}\n`],
    ["pool/.env", `KEY=${SECRET}\n`],
  ] as const) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  // It says where it was run, and only a command that runs it makes that file.
  for (const place of ["node", "bun", "node_modules/.bin/node"]) {
    mkdirSync(dirname(join(project, place)), { recursive: true });
    writeFileSync(join(project, place), '#!/bin/sh\ntouch "$(dirname "$0")/was-run"\n', { mode: 0o755 });
  }
  const environment = smallEnvironment(first, project, firstAbilities);
  add(environment, ["node/thread-pool"], { to: "pool", with: ["held"], into: true });
  add(environment, ["bun/process-pool"], { to: "nested/tasks" });
  add(environment, ["bun/process-pool"], { to: "script", js: true });
  add(environment, ["bun/process-pool"], { to: "alone", single: true });
  return { folder, catalogue: smallEnvironment(second, project, secondAbilities).catalogue };
}

export const readText = (place: string): string => readFileSync(place, "utf8");
