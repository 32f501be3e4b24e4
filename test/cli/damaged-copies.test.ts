/**
 * A record comes with whatever repository somebody has cloned. `diff`, `doctor` and `update` read nothing because of it that is not in the
 * copy, are not made to wait or to run out of memory by it, and say in a sentence what they found; the other copies go on.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { call, type Called } from "./support/call.ts";
import { smallEnvironment } from "./support/small-catalogue.ts";
import { writeProject } from "./support/sound-project.ts";

const name = "node/thread-pool";
const item = (version: string, text: string) => [
  { name, version, files: { "main.ts": text, "parts/call.ts": "call\n" } },
];
const SECRET = "what nobody may see";
const COMMANDS = ["diff", "doctor", "update"];

/** Two copies, a sound one and one to damage, with a secret beside the project; called by the next version. */
function copies() {
  const first = smallEnvironment(item("1.0.0", "one\n"));
  const folder = join(first.folder, "project");
  mkdirSync(folder);
  writeProject(folder);
  const environment = { ...first, folder };
  add(environment, [name], { to: "damaged" });
  add(environment, [name], { to: "sound" });
  writeFileSync(join(first.folder, "secret.txt"), `${SECRET}\n`);
  return {
    ...smallEnvironment(item("2.0.0", "two\n"), folder),
    at: (path: string): string => join(folder, "damaged", path),
    sound: (): string => readFileSync(join(folder, "sound/main.ts"), "utf8"),
    secret: join(first.folder, "secret.txt"),
  };
}

let here: ReturnType<typeof copies>;
beforeEach(() => {
  here = copies();
});

/** A record with one field of it changed. */
function record(changed: Record<string, unknown>): void {
  const sound = JSON.parse(readFileSync(here.at(".triathlon.json"), "utf8")) as object;
  writeFileSync(here.at(".triathlon.json"), JSON.stringify({ ...sound, ...changed }));
}
const packed = (text: string | Buffer): string => gzipSync(text).toString("base64");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const withPath = (path: string): void =>
  record({ files: packed(JSON.stringify({ [path]: { body: "a\n", header: "0".repeat(64) } })) });

/** Every command says what it found in the damaged copy, and does what it does to the sound one. */
async function expectASentence(found: RegExp): Promise<void> {
  for (const command of COMMANDS) {
    const called = await call(here, command);
    expectOfBoth(command, called, found);
  }
  expect(here.sound()).toMatch(/two\n$/);
}

function expectOfBoth(command: string, { exitCode, said }: Called, found: RegExp): void {
  expect(exitCode, command).toBe(1);
  expect(said, command).toMatch(found);
  expect(said, command).toContain("damaged");
  expect(said, command).toMatch(/sound/);
  expect(said, command).not.toContain(SECRET);
}

describe("a record that is none is said to be none, where it", () => {
  it.each([
    ["is empty", "", /found something else/],
    ["is null", "null", /found no object in it/],
    ["is a list", "[]", /found no object in it/],
    ["is a number", "7", /found no object in it/],
    ["is no JSON", "<<<<<<< yours", /found something else/],
    ["has nothing in it", "{}", /found no name of an item in it/],
  ])("%s", async (_, text, found) => {
    writeFileSync(here.at(".triathlon.json"), text);
    await expectASentence(found);
  });

  it.each([
    ["has a number for its item", { item: 7 }, /no name of an item/],
    ["has a command for its item", { item: "x; rm -rf /" }, /no name of an item/],
    ["has no version", { version: null }, /no version/],
    ["has a terminal's command for its version", { version: "\u001b]0;mine\u0007" }, /no version/],
    ["has a list for its commit", { commit: [] }, /no commit/],
    ["has a line for its commit", { commit: "a\nok       all is well" }, /no commit/],
    ["has no files", { files: undefined }, /no files in it/],
    ["has an object for its files", { files: { "main.ts": "" } }, /no files in it/],
    ["has files that are not packed", { files: "main.ts" }, /files that do not unpack/],
    ["has packed files that are no JSON", { files: packed("x") }, /something else/],
    ["has packed files that are null", { files: packed("null") }, /no list of files/],
    ["has packed files that are a list", { files: packed("[1]") }, /no list of files/],
    ["has a file that is null", { files: packed('{"main.ts":null}') }, /a file in it that is none/],
    ["has a file whose body is a number", { files: packed('{"main.ts":{"body":1}}') }, /a file in it that is none/],
  ])("%s", async (_, changed, found) => {
    record(changed);
    await expectASentence(found);
  });

  it("names more files than an item has", async () => {
    const many = Array.from({ length: 201 }, (_, i) => [`${i}.ts`, { body: "", header: "0".repeat(64) }]);
    record({ files: packed(JSON.stringify(Object.fromEntries(many))) });
    await expectASentence(/more than 200 files/);
  });

  it("unpacks to gigabytes, which are not made", { timeout: 20_000 }, async () => {
    // A thousand times what it is packed; a record of 1 MB could hold a gigabyte.
    record({ files: packed(Buffer.alloc(64 * 2 ** 20, " ")) });
    const before = performance.now();
    await expectASentence(/more than 8 MB in it/);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it("is itself larger than a record", async () => {
    writeFileSync(here.at(".triathlon.json"), " ".repeat(2 ** 21));
    await expectASentence(/wanted a file of at most 1 MB, found 2 MB/);
  });

  it("is a link, though to a sound record", async () => {
    renameSync(here.at(".triathlon.json"), here.at("elsewhere.json"));
    symlinkSync("elsewhere.json", here.at(".triathlon.json"));
    await expectASentence(/found a symbolic link/);
  });

  it("is a folder", async () => {
    rmSync(here.at(".triathlon.json"));
    mkdirSync(here.at(".triathlon.json"));
    await expectASentence(/found a folder/);
  });

  it.skipIf(process.platform === "win32")("is a pipe, for which nobody waits", async () => {
    rmSync(here.at(".triathlon.json"));
    execFileSync("mkfifo", [here.at(".triathlon.json")]);
    await expectASentence(/found a pipe/);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("may not be read", async () => {
    chmodSync(here.at(".triathlon.json"), 0);
    await expectASentence(/found one that may not be read/);
  });
});

describe("a path in a record leads nowhere but into the copy:", () => {
  it.each([
    "../../secret.txt",
    "parts/../../../secret.txt",
    "/etc/passwd",
    "C:/secret.txt",
    "c:secret.txt",
    "..\\..\\secret.txt",
    "a\0b",
    ".",
    "",
    "parts//call.ts",
    ".git/HEAD",
    ".env",
    "parts/.env",
    "GIT~1/HEAD",
    "node_modules/x/index.js",
    "con.ts",
    "\u001b[2Jmain.ts",
    "line\nok       all is well",
    "__proto__/../../../secret.txt",
    "x".repeat(300),
  ])("%j", async (path) => {
    withPath(path);
    await expectASentence(/a path in it that no item has/);
  });

  it("and of the files there, those that did not come with the item are neither taken away nor moved", async () => {
    writeFileSync(here.at("mine.ts"), "a\n");
    const sound = JSON.parse(readFileSync(here.at(".triathlon.json"), "utf8")) as { files: string };
    const files = JSON.parse(gunzipSync(Buffer.from(sound.files, "base64")).toString()) as object;
    record({ files: packed(JSON.stringify({ ...files, "mine.ts": { body: "a\n", header: sha256("") } })) });
    expect(await call(here, "update", "damaged")).toMatchObject({
      exitCode: 0,
      said: expect.stringMatching(/mine\.ts: left/),
    });
    expect(readFileSync(here.at("mine.ts"), "utf8")).toBe("a\n");
  });
});

describe("what stands in a copy in place of a file is neither followed nor waited for:", () => {
  const replace = (path: string, make: (place: string) => void): void => {
    rmSync(here.at(path), { recursive: true });
    make(here.at(path));
  };

  it("a link to a file outside", async () => {
    replace("main.ts", (place) => symlinkSync(here.secret, place));
    await expectASentence(/main\.ts": wanted a file .* found a symbolic link/);
    expect(readFileSync(here.secret, "utf8")).toBe(`${SECRET}\n`);
  });

  it("a link to a folder outside", async () => {
    writeFileSync(join(dirname(here.secret), "call.ts"), `${SECRET}\n`);
    replace("parts", (place) => symlinkSync(dirname(here.secret), place, "junction"));
    await expectASentence(/parts": wanted a file .* found a symbolic link/);
  });

  it("a folder", async () => {
    replace("main.ts", (place) => mkdirSync(place));
    await expectASentence(/main\.ts": wanted a file .* found a folder/);
  });

  it("a file where a folder should be", async () => {
    replace("parts", (place) => writeFileSync(place, ""));
    await expectASentence(/parts": wanted a file .* found a file in place of a folder/);
  });

  it("a file too large to be one of an item", async () => {
    writeFileSync(here.at("main.ts"), "x".repeat(5 * 2 ** 20));
    await expectASentence(/main\.ts": wanted a file of at most 4 MB, found 5 MB/);
  });

  it.skipIf(process.platform === "win32")("a pipe, or a link to a device", async () => {
    replace("main.ts", (place) => execFileSync("mkfifo", [place]));
    await expectASentence(/main\.ts": wanted a file .* found a pipe/);
    replace("main.ts", (place) => symlinkSync("/dev/zero", place));
    expect((await call(here, "diff")).said).toMatch(/found a symbolic link/);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("a file that may not be read", async () => {
    chmodSync(here.at("main.ts"), 0);
    await expectASentence(/main\.ts": wanted a file .* found one that may not be read/);
  });
});

describe.skipIf(process.platform === "win32")(
  "a file of a terabyte, of which nothing is on the disk, keeps nobody waiting",
  () => {
    function large(place: string): void {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, "");
      truncateSync(place, 2 ** 40);
    }

    it.each(["sums.json", "plan.json", "files/main.ts"])("in what a command left, as %s", async (path) => {
      large(here.at(`.triathlon-${2 ** 30}@elsewhere-a1B2c3/${path}`));
      utimesSync(here.at(`.triathlon-${2 ** 30}@elsewhere-a1B2c3`), new Date(0), new Date(0));
      for (const command of COMMANDS) expect((await call(here, command)).said).toContain("damaged");
      expect(here.sound()).toMatch(/two\n$/);
    });

    it("where a copy would be made", async () => {
      large(here.at("../new/main.ts"));
      const { exitCode, said } = await call(here, "add", name, "--to", "new");
      expect([exitCode, said]).toEqual([1, expect.stringMatching(/main\.ts": wanted a file of at most 4 MB/)]);
    });
  },
);

describe("a file of very many lines", () => {
  const lines = (count: number, text: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => `${text(i)}\n`).join("");

  /** The copy's file as it came, in the record, and as it is. */
  function stands(base: string, mine: string): void {
    record({ files: packed(JSON.stringify({ "main.ts": { body: base, header: "0".repeat(64) } })) });
    writeFileSync(here.at("main.ts"), mine);
  }

  it.each([
    ["that are alike", lines(3_000, () => "}"), `${lines(3_000, () => "}")}mine\n`],
    ["of which a few are alike", lines(8_000, (i) => `${i % 1000}`), `mine\n${lines(8_000, (i) => `${i % 999}`)}`],
    ["that all differ", lines(100_000, (i) => `${i}`), `${lines(100_000, (i) => `${-i}`)}mine\n`],
  ])("%s keeps nobody waiting, and none of yours is lost", { timeout: 30_000 }, async (_, base, mine) => {
    stands(base, mine);
    for (const command of COMMANDS) {
      const before = performance.now();
      await call(here, command);
      expect(performance.now() - before, command).toBeLessThan(5_000);
    }
    const after = new Set(readFileSync(here.at("main.ts"), "utf8").split("\n"));
    expect(mine.split("\n").filter((line) => !after.has(line))).toEqual([]);
  });

  it("is the item's new one where nobody has changed it", async () => {
    const base = lines(3_000, () => "}");
    stands(base, base);
    await call(here, "update", "damaged");
    expect(readFileSync(here.at("main.ts"), "utf8")).toMatch(/^two\n$/);
  });
});

describe("the copies of a folder", () => {
  it("are found though a folder beside them may not be looked into", async ({ skip }) => {
    skip(process.platform === "win32" || process.getuid?.() === 0);
    mkdirSync(join(here.folder, "closed"), { mode: 0 });
    for (const command of COMMANDS) expect((await call(here, command)).said).toMatch(/closed[^]*sound|sound[^]*closed/);
  });

  it("go on, though one be of an item that there is no more", async () => {
    record({ item: "node/no-more" });
    expect(await call(here, "update")).toMatchObject({ exitCode: 1, said: expect.stringMatching(/"node\/no-more"/) });
    expect(here.sound()).toMatch(/two\n$/);
  });

  it("do not command the terminal by what is in them or by their names", async ({ skip }) => {
    skip(process.platform === "win32");
    renameSync(here.at("."), join(here.folder, "\u001b[31mred\nok       all is well"));
    writeFileSync(join(here.folder, "sound/main.ts"), "\u001b]0;mine\u0007\u202e\u009b2J\r\n");
    for (const command of COMMANDS) {
      const { said } = await call(here, command);
      expect(said).toContain("\\x1b[31mred\\x0aok       all is well");
      // eslint-disable-next-line no-control-regex
      expect(said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});

describe("the doctor is not stopped by a project's file, where it", () => {
  it.each([
    ["package.json is null", { "package.json": "null" }, 1],
    ["package.json is a list", { "package.json": "[]" }, 1],
    ["package.json has numbers for what it has", { "package.json": { type: 1, scripts: 2, dependencies: 3 } }, 0],
    ["package.json has a list of scripts", { "package.json": { scripts: [1], devDependencies: ["vite"] } }, 0],
    ["package.json has scripts that are none", { "package.json": { scripts: { build: null, test: {} } } }, 0],
    ["tsconfig.json is null", { "tsconfig.json": "null" }, 0],
    ["tsconfig.json has a number for its options", { "tsconfig.json": { compilerOptions: 7 } }, 0],
    [
      "tsconfig.json has options of other types",
      { "tsconfig.json": { compilerOptions: { module: 1, moduleResolution: [], lib: "x", target: {}, types: null } } },
      0,
    ],
    ["vite's package.json is null", { "vite.config.ts": "", "node_modules/vite/package.json": "null" }, 0],
    ["TypeScript's package.json is empty", { "node_modules/typescript/package.json": "" }, 0],
    ["node_modules has files in place of packages", { "node_modules/@scope": "", "node_modules/x": "" }, 0],
  ])("%s", async (_, files, least) => {
    writeProject(here.folder, files);
    const { exitCode, said } = await call(here, "doctor");
    expect(exitCode).toBeGreaterThanOrEqual(least);
    expect(said).toMatch(/^(problem|note|ok|Cannot examine)/);
  });

  it.each(["package.json", "tsconfig.json", "Makefile", "vite.config.ts"])("%s is a folder", async (file) => {
    rmSync(join(here.folder, file), { recursive: true, force: true });
    mkdirSync(join(here.folder, file));
    expect((await call(here, "doctor")).said).toMatch(/^(problem|note|ok|Cannot (examine|read))/);
  });

  it.skipIf(process.platform === "win32").each([
    ["package.json", "package.json"],
    ["tsconfig.json", "tsconfig.json"],
    ["what tsconfig.json extends", "base.json"],
    ["Makefile", "Makefile"],
  ])("%s is a pipe", async (_, file) => {
    writeProject(here.folder, { "tsconfig.json": { extends: "./base.json" } });
    rmSync(join(here.folder, file), { force: true });
    execFileSync("mkfifo", [join(here.folder, file)]);
    expect((await call(here, "doctor")).said).toMatch(/^(problem|note|ok|Cannot (examine|read))/);
  });

  it.skipIf(process.platform === "win32")("tsconfig.json extends a device without end", async () => {
    writeProject(here.folder, { "tsconfig.json": { extends: "./base.json" } });
    symlinkSync("/dev/zero", join(here.folder, "base.json"));
    expect((await call(here, "doctor")).said).toMatch(/^Cannot examine the project: /);
  });

  it("is a link to a secret that is no JSON, which is not shown", async () => {
    rmSync(join(here.folder, "package.json"));
    symlinkSync(here.secret, join(here.folder, "package.json"));
    const { exitCode, said } = await call(here, "doctor");
    expect([exitCode, said]).toEqual([1, expect.stringContaining("wanted a JSON object")]);
    expect(said).not.toContain("what nobody");
  });

  it("has a line of megabytes that looks like the same command again and again", async () => {
    writeProject(here.folder, { Makefile: "bun build vite build deno compile ".repeat(100_000) });
    const before = performance.now();
    await call(here, "doctor");
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
