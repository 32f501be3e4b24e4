/** One case: a scene, what is done to it, the commands in it, and what must hold after each. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { RECORD } from "../../../../packages/cli/src/items/record.ts";
import { call } from "../call.ts";
import { Chance } from "./chance.ts";
import { MUTATIONS } from "./mutations.ts";
import { COPIES, ITEM_PATHS, makeScene, type Scene, SECRET } from "./scene.ts";

/** In this order. */
const CALLS = [
  ["diff"],
  ["doctor"],
  ["update", "--dry-run"],
  ["add", "more", "--to", "pool", "--dry-run"],
  ["update"],
  ["add", "more", "--to", "pool"],
  ["doctor"],
  ["update"],
];
/** The others must change nothing. */
const CHANGING = /^(update|add more --to pool)$/;
/** A command that takes longer hangs. */
const LONG_MS = 5_000;

/** What was found wrong, with what was done before it. */
export class Wrong extends Error {
  override readonly name = "Wrong";
}

/**
 * @param begins is told of each command before it is called
 * @throws {Wrong}
 */
export async function tryCase(seed: number, number: number, begins: (doing: string) => void): Promise<void> {
  const chance = new Chance(seed, number);
  const scene = makeScene();
  const done = [
    ...halfUpdate(scene, chance),
    ...edit(scene, chance, number),
    ...write(scene, chance, number),
    ...mutate(scene, chance),
  ];
  process.chdir(scene.project);
  const { PATH } = process.env;
  process.env["PATH"] = `:.:${scene.project}:node_modules/.bin:${join(scene.project, "node_modules/.bin")}`;
  const wrong = (command: string, what: string): Wrong =>
    new Wrong(`${command}: ${what}\n  after ${done.join("\n  and ")}`);
  try {
    let before = snapshot(scene.root, number);
    const marks = before.marks;
    for (const typed of CALLS) {
      const command = typed.join(" ");
      begins(`${command}, after ${done.join(", and ")}`);
      const began = performance.now();
      let said: string;
      try {
        ({ said } = await call(scene.environment, ...typed));
      } catch (error) {
        throw wrong(command, `a stack: ${error instanceof Error ? error.stack : String(error)}`);
      }
      const took = performance.now() - began;
      if (took > LONG_MS) throw wrong(command, `took ${Math.round(took)} ms`);
      const after = snapshot(scene.root, number);
      const lost = [...marks].filter((mark) => !after.marks.has(mark));
      const fault =
        faultOfText(said) ??
        faultOfFiles(before.entries, after.entries, CHANGING.test(command)) ??
        (lost.length > 0 ? `lost the line ${lost.join(", ")}` : undefined);
      if (fault !== undefined) throw wrong(command, `${fault}\n  it said: ${JSON.stringify(said.slice(0, 2000))}`);
      before = after;
    }
  } finally {
    process.env["PATH"] = PATH;
    process.chdir("/");
    remove(scene.root);
  }
}

/** As a command leaves it that was killed between two files. */
function halfUpdate({ project, newer }: Scene, chance: Chance): string[] {
  if (!chance.percent(15)) return [];
  const copy = chance.one(COPIES);
  const paths = [...ITEM_PATHS].filter(() => chance.percent(50));
  for (const path of paths) {
    const bytes = newer(copy, path);
    if (bytes) writeFileSync(join(project, copy, path), bytes);
  }
  return [`${copy} was half updated: ${paths.join(", ")}`];
}

/** A person's lines, each of which can be told from all others. */
function edit({ project }: Scene, chance: Chance, number: number): string[] {
  const files = COPIES.flatMap((copy) => [...ITEM_PATHS].map((path) => `${copy}/${path}`));
  return Array.from({ length: chance.below(5) }, (_, i) => {
    const file = chance.one(files.filter((path) => lstatSync(join(project, path), { throwIfNoEntry: false })));
    const lines = readFileSync(join(project, file), "utf8").split("\n");
    lines.splice(chance.below(lines.length), chance.below(3), `// ${markOf(number)}${i};`);
    writeFileSync(join(project, file), lines.join("\n"));
    return `a line in ${file}`;
  });
}

/** A person's file, where an ability is to be added. */
function write({ project }: Scene, chance: Chance, number: number): string[] {
  if (!chance.percent(15)) return [];
  writeFileSync(join(project, "pool/abilities/more.ts"), `// ${markOf(number)}9;\n`);
  return ["a file of yours at pool/abilities/more.ts"];
}
const markOf = (number: number): string => `mine-${number}-`;

/** They have the most forms. */
const OFTEN = [
  "what was left",
  "what stands in a place",
  "a path in the record",
  "a file in the record",
  "an ability in the record",
];

function mutate(scene: Scene, chance: Chance): string[] {
  return Array.from({ length: 1 + chance.below(3) }, () => {
    const name = chance.one(chance.percent(40) ? OFTEN : Object.keys(MUTATIONS));
    try {
      return `${name}: ${MUTATIONS[name]?.(scene, chance)}`;
    } catch {
      // Another one has left nothing to change.
      return `${name}: not possible`;
    }
  });
}

interface Entry {
  kind: string;
  mode: number;
  content: string;
  stats: Stats;
}

interface Snapshot {
  entries: Map<string, Entry>;
  /** The lines of a person, wherever they stand but in stages. */
  marks: Set<string>;
}

/** Everything below a folder, links not followed. */
function snapshot(root: string, number: number): Snapshot {
  const taken: Snapshot = { entries: new Map(), marks: new Set() };
  const mark = new RegExp(`${markOf(number)}\\d;`, "g");
  const look = (below: string): void => {
    for (const name of orNone(() => readdirSync(join(root, below)), [])) {
      const path = below === "" ? name : `${below}/${name}`;
      const stats = orNone(() => lstatSync(join(root, path)), undefined);
      if (!stats) continue;
      const bytes =
        stats.isFile() && stats.size < 2 ** 24 ? orNone(() => readFileSync(join(root, path)), undefined) : undefined;
      const content = stats.isSymbolicLink()
        ? readlinkSync(join(root, path))
        : `${stats.isFile() && stats.size} ${sha1(bytes)}`;
      taken.entries.set(path, { kind: kindOf(stats), mode: stats.mode & 0o7777, content, stats });
      for (const text of bytes && !isStage(path) ? [bytes.toString("latin1"), bytes.toString("utf16le")] : []) {
        for (const [found] of text.matchAll(mark)) taken.marks.add(found);
      }
      if (stats.isDirectory()) look(path);
    }
  };
  look("");
  return taken;
}

const sha1 = (bytes = Buffer.of()): string => createHash("sha1").update(bytes).digest("hex");
const kindOf = (stats: Stats): string =>
  stats.isFile() ? "file" : stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "other";

function orNone<T>(ask: () => T, otherwise: T): T {
  try {
    return ask();
  } catch {
    return otherwise;
  }
}

function faultOfText(said: string): string | undefined {
  if (said.includes(SECRET)) return "showed what is not in a copy";
  if (/\n {4}at /.test(said)) return "showed a stack";
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b-\u000c\u000e-\u001f\u007f-\u009f\u202e]|\r(?!\n)/.test(said))
    return "commanded the terminal";
  return undefined;
}

function faultOfFiles(
  before: ReadonlyMap<string, Entry>,
  after: ReadonlyMap<string, Entry>,
  mayChange: boolean,
): string | undefined {
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(path), after.get(path)];
    const isSame = was?.kind === is?.kind && was?.mode === is?.mode && was?.content === is?.content;
    if (isSame && (is?.kind !== "file" || was?.stats.mtimeMs === is.stats.mtimeMs)) continue;
    const change = `${was ? `${was.kind} ${was.mode.toString(8)}` : "nothing"} to ${is ? `${is.kind} ${is.mode.toString(8)}` : "nothing"}`;
    if (!mayChange) return `changed ${path}, from ${change}`;
    if (!isAllowed(path)) return `changed ${path}, which is no file of a copy, from ${change}`;
    if (was?.kind === "file" && is?.kind === "file" && was.mode !== is.mode)
      return `changed the mode of ${path}: ${change}`;
    if (was && was.kind !== "file" && was.kind !== "folder" && !isStage(path)) return `changed ${path}, from ${change}`;
  }
  return undefined;
}

const isStage = (path: string): boolean => /\/\.triathlon-/.test(path);

/** Files of items, the record, what is kept beside a file, what commands left, and folders for these. */
function isAllowed(path: string): boolean {
  // A new copy begins in the folder above it.
  if (/^project\/(nested\/)?\.triathlon-/.test(path)) return true;
  const [, inCopy] = /^project\/(?:pool|nested\/tasks|script|alone)\/(.*)$/s.exec(path) ?? [];
  if (inCopy === undefined) return false;
  return (
    inCopy === RECORD ||
    /^(parts|abilities)$/.test(inCopy) ||
    isStage(path) ||
    ITEM_PATHS.has(inCopy.replace(/\.yours(-\d+)?$/, ""))
  );
}

function remove(root: string): void {
  for (const [path, { kind }] of snapshot(root, 0).entries) {
    if (kind === "folder") orNone(() => chmodSync(join(root, path), 0o755), undefined);
  }
  rmSync(root, { recursive: true, force: true });
}
