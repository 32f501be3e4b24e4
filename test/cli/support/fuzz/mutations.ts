/** What is done to a sound copy. Each says what it did, so that a failing case can be read. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { gunzipSync, gzipSync } from "node:zlib";
import { RECORD } from "../../../../packages/cli/src/items/record.ts";
import type { Chance } from "./chance.ts";
import { COPIES, ITEM_PATHS, type Scene } from "./scene.ts";

/** As JSON has it; empty for what JSON has not. */
const asText = (value: unknown): string => [JSON.stringify(value)].join("");

type Mutation = (scene: Scene, chance: Chance) => string;

const EVIL_PATHS = [
  "../../outside/secret.txt",
  "../outside/secret.txt",
  "../../../outside/secret.txt",
  "parts/../../../outside/secret.txt",
  "../.git/HEAD",
  "../../.git/HEAD",
  ".env",
  "../.env",
  "../src/index.ts",
  "../package.json",
  "/etc/hostname",
  "C:/x",
  "..\\..\\outside\\secret.txt",
  "mine.ts",
  "parts",
  "main.ts/x",
  "a\0b",
  "",
  ".",
  "..",
  "__proto__",
  "constructor",
  "\u001b]0;x\u0007",
  "MAIN.TS",
  "x/".repeat(200),
  RECORD,
];
const VALUES: unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  "x",
  "\u001b[2J\u202e",
  "node/thread-pool\n",
  "../..",
  "node/no-more",
  "bun/process-pool",
  "js",
  "single",
  "9.9.9",
  "0.0.1",
  "1.0.0-beta.1",
  [],
  {},
  [[["node/thread-pool"]]],
  { __proto__: null, toString: 1 },
  "long".repeat(5_000),
];

/** Unpacks to 32 MB. */
const LARGE = gzipSync(Buffer.alloc(32 * 2 ** 20, " ")).toString("base64");

const copyOf = ({ project }: Scene, chance: Chance): string =>
  join(project, chance.percent(60) ? COPIES[0] : chance.one(COPIES.slice(1)));
const recordOf = (scene: Scene, chance: Chance): string => join(copyOf(scene, chance), RECORD);

/** Another mutation may have put a pipe there, or a link to a file outside. */
function refuseOther(place: string): void {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found && !(found.isFile() && found.size < 2 ** 24)) throw new Error("no file");
}
function read(place: string): Buffer {
  refuseOther(place);
  return readFileSync(place);
}
function write(place: string, content: string | Buffer): void {
  refuseOther(place);
  writeFileSync(place, content);
}

/** Everything in a copy, by its whole path. */
function placesIn(folder: string): string[] {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder).flatMap((name) => {
    const place = join(folder, name);
    return [place, ...(lstatSync(place).isDirectory() ? placesIn(place) : [])];
  });
}
const placeIn = (scene: Scene, chance: Chance): string => chance.one(placesIn(copyOf(scene, chance)));
function fileIn(scene: Scene, chance: Chance): string {
  const places = placesIn(copyOf(scene, chance));
  return chance.one(places.filter((place) => lstatSync(place).isFile() && ITEM_PATHS.has(nameIn(scene, place))));
}
const nameIn = ({ project }: Scene, place: string): string =>
  place.slice(project.length + 1).replace(/^(pool|nested\/tasks|script|alone)\//, "");

function changeRecord(place: string, change: (record: Record<string, unknown>) => void): void {
  const record = JSON.parse(read(place).toString()) as Record<string, unknown>;
  change(record);
  write(place, JSON.stringify(record));
}

function changeFiles(place: string, change: (files: Record<string, unknown>) => unknown): void {
  changeRecord(place, (record) => {
    const files = JSON.parse(gunzipSync(Buffer.from(String(record["files"]), "base64")).toString()) as object;
    const changed = change(files as Record<string, unknown>) ?? files;
    record["files"] = gzipSync(JSON.stringify(changed)).toString("base64");
  });
}

function changedBytes(bytes: Buffer, chance: Chance): Buffer {
  const result = Buffer.from(bytes);
  const at = chance.below(result.length + 1);
  switch (chance.below(5)) {
    case 0:
      for (let i = 0; i < 8 && result.length > 0; i++) result[chance.below(result.length)] = chance.below(256);
      return result;
    case 1:
      return result.subarray(0, at);
    case 2:
      return Buffer.concat([result.subarray(0, at), chance.bytes(chance.below(64)), result.subarray(at)]);
    case 3:
      return Buffer.concat([result.subarray(0, at), result.subarray(at + chance.below(64))]);
    default:
      return Buffer.concat([result, result]);
  }
}

function replace(place: string, chance: Chance, { root, project }: Scene): string {
  rmSync(place, { recursive: true, force: true });
  switch (chance.one([0, 0, 1, 1, 1, 2, 3, 4, 4, 5, 6, 7, 8])) {
    case 0:
      symlinkSync(join(root, "outside/secret.txt"), place);
      return "a link to a secret";
    case 1:
      symlinkSync(join(root, "outside"), place);
      return "a link to a folder outside";
    case 2:
      symlinkSync(place, place);
      return "a link to itself";
    case 3:
      symlinkSync(chance.one(["/dev/zero", "/dev/stdin", "/proc/self/mem", join(project, ".git/HEAD")]), place);
      return "a link to a device or a hidden file";
    case 4:
      execFileSync("mkfifo", [place]);
      return "a pipe";
    case 5:
      mkdirSync(place);
      return "a folder";
    case 6:
      write(place, "");
      return "an empty file";
    case 7:
      write(place, "");
      truncateSync(place, 2 ** 40);
      return "a file of a terabyte, of nothing";
    default:
      return "nothing";
  }
}

/** Stages, of this command and of earlier ones, of living and of dead processes, made by us or by somebody else. */
function leave(scene: Scene, chance: Chance): string {
  const folder = chance.percent(80)
    ? copyOf(scene, chance)
    : chance.one([scene.project, join(scene.project, "nested")]);
  const pid = chance.one([process.pid, 2 ** 30, 1, process.ppid, 0, 99_999_999_999]);
  const machine = chance.one([hostname(), "elsewhere", "", "../x"]).replaceAll("/", "_");
  const name = chance.one([`.triathlon-${pid}`, `.triathlon-${pid}@${machine}-a1B2c3`, ".triathlon-"]);
  const stage = join(folder, name);
  rmSync(stage, { recursive: true, force: true });
  if (chance.percent(20)) return `${nameIn(scene, stage)} is ${replace(stage, chance, scene)}`;
  const path = chance.one([...ITEM_PATHS, ...EVIL_PATHS.filter((evil) => !evil.includes("\0"))]);
  const below = chance.one(["new", "old", "files", "."]);
  const inStage = !/\.\.|\\|^\/|^C:/.test(path) && path !== "";
  if (inStage) {
    mkdirSync(dirname(join(stage, below, path)), { recursive: true });
    if (!lstatSync(join(stage, below, path), { throwIfNoEntry: false })) {
      write(join(stage, below, path), "planted\n");
    }
  } else mkdirSync(stage, { recursive: true });
  const plan = [path, chance.one(EVIL_PATHS)].map((one) => ({ path: one, gone: chance.percent(50) }));
  write(join(stage, "plan.json"), JSON.stringify(plan));
  const sum = createHash("sha256").update("planted\n").digest("hex");
  const sums = chance.one<unknown>([{ [`${below}/${path}`]: sum, "plan.json": sum }, null, [], { [path]: 7 }]);
  write(join(stage, "sums.json"), chance.percent(80) ? JSON.stringify(sums) : "{");
  if (chance.percent(50)) rmSync(join(stage, "plan.json"));
  if (chance.percent(20)) replace(join(stage, chance.one(["sums.json", "plan.json", "files"])), chance, scene);
  const age = chance.one([0, 30, 3600, -3600]);
  const then = new Date(Date.now() - age * 1000);
  utimesSync(stage, then, then);
  return `${nameIn(scene, stage)} was left ${age} s ago with ${JSON.stringify(path)} in ${below}`;
}

/** The first of them change what is read first most often. */
export const MUTATIONS: Record<string, Mutation> = {
  "the record's bytes": (scene, chance) => {
    const place = recordOf(scene, chance);
    write(place, changedBytes(read(place), chance));
    return nameIn(scene, place);
  },
  "a field of the record": (scene, chance) => {
    const place = recordOf(scene, chance);
    const field = chance.one([
      "item",
      "version",
      "commit",
      "form",
      "encoding",
      "files",
      "abilities",
      "about",
      "__proto__",
    ]);
    const value = chance.one(VALUES);
    changeRecord(place, (record) => {
      if (chance.percent(20)) delete record[field];
      else Object.defineProperty(record, field, { value, enumerable: true, configurable: true, writable: true });
    });
    return `${field}: ${asText(value).slice(0, 60)}`;
  },
  "an ability in the record": (scene, chance) => {
    const value = chance.one<unknown>([
      ...VALUES,
      { version: "1.0.0", commit: "c0ffee" },
      { version: "9.9.9", commit: "1" },
    ]);
    const name = chance.one(["held", "more", "gone", "../held", "__proto__", "\u001b[2J", "node/thread-pool"]);
    changeRecord(recordOf(scene, chance), (record) => {
      const abilities = Object(record["abilities"]) as object;
      Object.defineProperty(abilities, name, { value, enumerable: true, configurable: true, writable: true });
      record["abilities"] = abilities;
    });
    return `${JSON.stringify(name)}: ${asText(value).slice(0, 60)}`;
  },
  "the record as a whole": (scene, chance) => {
    const place = recordOf(scene, chance);
    const text = chance.one([...VALUES.map((value) => JSON.stringify(value)), "[".repeat(50_000), " ".repeat(2 ** 21)]);
    write(place, text);
    return text.slice(0, 60);
  },
  "a path in the record": (scene, chance) => {
    const path = chance.one(EVIL_PATHS);
    changeFiles(recordOf(scene, chance), (files) => {
      const [from = ""] = chance.percent(50) ? [chance.one(Object.keys(files))] : [];
      const value = files[from] ?? { body: chance.one(["mine\n", "x\n"]), header: "0".repeat(64) };
      if (chance.percent(50)) delete files[from];
      Object.defineProperty(files, path, { value, enumerable: true, configurable: true, writable: true });
    });
    return JSON.stringify(path);
  },
  "a file in the record": (scene, chance) => {
    const value = chance.one(VALUES);
    changeFiles(recordOf(scene, chance), (files) => {
      const path = chance.one(Object.keys(files));
      const field = chance.one(["body", "header", undefined]);
      if (field === undefined) files[path] = value;
      else files[path] = { ...(files[path] as object), [field]: value };
      if (chance.percent(10)) delete files[path];
    });
    return asText(value).slice(0, 60);
  },
  "a body in the record": (scene, chance) => {
    changeFiles(recordOf(scene, chance), (files) => {
      const [path, other] = [chance.one(Object.keys(files)), chance.one(Object.keys(files))];
      const { body } = files[other] as { body: string };
      const lines = body.split("\n");
      lines.splice(
        chance.below(lines.length),
        chance.below(3),
        ...(chance.percent(50) ? ["}", "await step(1); // größer"] : []),
      );
      files[path] = { ...(files[path] as object), body: lines.join(chance.one(["\n", "\n", "\r\n"])) };
    });
    return "lines taken out and put in";
  },
  "the size of the record": (scene, chance) => {
    const place = recordOf(scene, chance);
    switch (chance.below(3)) {
      case 0:
        changeRecord(place, (record) => (record["files"] = LARGE));
        return "unpacks to 32 MB of nothing";
      case 1:
        changeFiles(place, () =>
          Object.fromEntries(
            Array.from({ length: 5000 }, (_, i) => [`f${i}.ts`, { body: "", header: "0".repeat(64) }]),
          ),
        );
        return "5000 files";
      default:
        changeFiles(place, (files) => {
          files["main.ts"] = { body: chance.one(["}\n", "a\nb\n"]).repeat(30_000), header: "0".repeat(64) };
        });
        return "a file of 30,000 lines that are alike";
    }
  },
  "what stands in a place": (scene, chance) => {
    const place = chance.one([
      recordOf,
      placeIn,
      (at: Scene) => join(at.project, chance.one(["pool/parts", "pool/abilities"])),
    ])(scene, chance);
    return `${nameIn(scene, place)} is ${replace(place, chance, scene)}`;
  },
  "the bytes of a file": (scene, chance) => {
    const place = fileIn(scene, chance);
    write(place, changedBytes(read(place), chance));
    return nameIn(scene, place);
  },
  "the encoding of a file": (scene, chance) => {
    const place = fileIn(scene, chance);
    const text = read(place).toString();
    const [what, bytes] = chance.one([
      ["Latin-1", Buffer.from(text, "latin1")],
      ["UTF-16", Buffer.from(`\uFEFF${text}`, "utf16le")],
      ["UTF-8 with its mark", Buffer.from(`\uFEFF${text}`)],
      ["line ends of Windows", Buffer.from(text.replaceAll("\n", "\r\n"))],
      ["line ends of both kinds", Buffer.from(text.replace(/\n/, "\r\n"))],
      ["carriage returns alone", Buffer.from(text.replaceAll("\n", "\r"))],
      ["NUL in it", Buffer.from(`${text}\0`)],
      ["escape sequences in it", Buffer.from(`\u001b]0;x\u0007\u009b2J\u202e\n${text}`)],
      ["no line end", Buffer.from(text.trimEnd())],
    ] as const);
    write(place, bytes);
    return `${nameIn(scene, place)}: ${what}`;
  },
  "many lines that are alike": (scene, chance) => {
    const place = fileIn(scene, chance);
    write(
      place,
      `${read(place).toString()}${chance.one(["}\n", "\n", "a\nb\n"]).repeat(chance.one([300, 3000, 12_000]))}`,
    );
    return nameIn(scene, place);
  },
  "conflict markers": (scene, chance) => {
    const place = fileIn(scene, chance);
    const text = "<<<<<<< yours\na\n||||||| 1.0.0\n=======\nb\n>>>>>>> 2.0.0\n";
    write(place, chance.percent(50) ? text : read(place).toString() + text.slice(chance.below(text.length)));
    return nameIn(scene, place);
  },
  "a mode": (scene, chance) => {
    const place = chance.percent(20) ? copyOf(scene, chance) : placeIn(scene, chance);
    const mode = chance.one([0o000, 0o444, 0o555, 0o600, 0o640, 0o755, 0o777, 0o111]);
    if (!lstatSync(place).isSymbolicLink()) chmodSync(place, mode);
    return `${nameIn(scene, place)}: ${mode.toString(8)}`;
  },
  "a name": (scene, chance) => {
    const place = placeIn(scene, chance);
    const name = chance.one([
      "\u001b[31mx",
      "a\nb",
      "main.ts",
      "MAIN.TS",
      "x".repeat(200),
      RECORD,
      "items",
      "main.ts.yours",
    ]);
    const to = join(dirname(place), name);
    if (!lstatSync(to, { throwIfNoEntry: false })) renameSync(place, to);
    return `${nameIn(scene, place)} to ${JSON.stringify(name.slice(0, 30))}`;
  },
  "a file of yours": (scene, chance) => {
    const name = chance.one([
      "parts/new.ts",
      "main.ts.yours",
      "old.ts.yours",
      "package.json",
      "parts/mine.ts",
      "abilities/more.ts",
    ]);
    const place = join(copyOf(scene, chance), name);
    if (!lstatSync(dirname(place), { throwIfNoEntry: false })?.isDirectory()) return "none";
    if (lstatSync(place, { throwIfNoEntry: false })) return "none";
    if (chance.percent(20)) return `${name} is ${replace(place, chance, scene)}`;
    write(place, chance.one(["mine\n", "", "{}", "null"]));
    return name;
  },
  "what was left": leave,
  "a file of the project": (scene, chance) => {
    const place = join(scene.project, chance.one(["package.json", "tsconfig.json", "Makefile", "node_modules"]));
    if (chance.percent(50)) return `${nameIn(scene, place)} is ${replace(place, chance, scene)}`;
    rmSync(place, { recursive: true, force: true });
    const text = chance.one(VALUES.map((value) => asText(value)));
    const within = chance.one(["compilerOptions", "scripts", "dependencies", "type", "extends", "devDependencies"]);
    write(place, chance.percent(50) ? text : `{"${within}":${text}}`);
    return nameIn(scene, place);
  },
};
