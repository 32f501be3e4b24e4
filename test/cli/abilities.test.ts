/** Abilities in copies: how they come there, what is refused, and that `diff`, `update` and `doctor` take them for part of the copy. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { add } from "../../packages/cli/src/commands/add.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import { readRecord, RECORD, writeRecord } from "../../packages/cli/src/items/record.ts";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { call } from "./support/call.ts";
import { killedAt, withDisk } from "./support/disk.ts";
import { type SmallAbility, type SmallItem, smallEnvironment } from "./support/small-catalogue.ts";
import { copyWith, runTests } from "./support/try-abilities.ts";
import { testFolder } from "../support/test-folder.ts";

const lines = (...words: (string | number)[]): string => words.map((word) => `line ${word}\n`).join("");
const pool = (version: string, word = "pool", name = "node/thread-pool"): SmallItem => ({
  name,
  version,
  files: {
    "main.ts": "main\n",
    "pool/worker-pool.ts": lines(1, word, 3),
    "pool.test.start.ts": "start\n",
  },
});
const ability = (name: string, version: string, word: string | number = 2): SmallAbility => ({
  name,
  version,
  commit: `c${version.replaceAll(".", "")}`,
  files: {
    [`abilities/${name}.ts`]: lines(1, word, 3, 4, 5, 6, 7),
    [`abilities/${name}.test.ts`]: "test\n",
    [`abilities/${name}.test.worker.ts`]: "worker\n",
  },
});
const asyncPool = { name: "node/async-pool", files: { "main.ts": "main\n", "pool/async-pool.ts": "pool\n" } };
const items = (version = "1.0.0", word?: string): SmallItem[] => [
  pool(version, word),
  pool(version, word, "bun/process-pool"),
  asyncPool,
];
const first = [ability("ahead", "1.0.0"), ability("stream", "1.0.0")];
const second = [ability("ahead", "2.0.0", "two"), ability("stream", "2.0.0"), ability("retry", "2.0.0")];

/** The command of version 1, in an empty folder. */
const environment = (folder?: string) => smallEnvironment(items(), folder, first);
/** The command of version 2 there. */
const later = ({ folder }: { folder: string }, word?: string) => smallEnvironment(items("2.0.0", word), folder, second);

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(filesIn(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
const ofAbility = (name: string): string[] =>
  [".test.ts", ".test.worker.ts", ".ts"].map((end) => `abilities/${name}${end}`);
const ofPool = [RECORD, "main.ts", "pool.test.start.ts", "pool/worker-pool.ts"];

async function withAhead() {
  const made = environment();
  expect(await call(made, "add", "node/thread-pool", "--with", "ahead")).toMatchObject({ exitCode: 0 });
  return { ...made, copy: join(made.folder, "thread-pool") };
}

describe("a pool that is added with abilities", () => {
  it("has their files in abilities/, and its record says where they came from", async () => {
    const made = environment();
    const { exitCode, said } = await call(made, "add", "node/thread-pool", "--with", "stream,ahead");
    const copy = join(made.folder, "thread-pool");
    expect(exitCode).toBe(0);
    expect(filesIn(copy)).toEqual([...ofPool, ...ofAbility("ahead"), ...ofAbility("stream")].sort());
    const { version, commit, abilities, files } = readRecord(copy)!;
    const origin = { version: "1.0.0", commit: "c100" };
    expect({ version, commit, abilities }).toEqual({
      version: "1.0.0",
      commit: "c0ffee",
      abilities: { ahead: origin, stream: origin },
    });
    expect(files.get("abilities/ahead.ts")?.body).toBe(lines(1, 2, 3, 4, 5, 6, 7));
    expect(said).toContain(`Added node/thread-pool 1.0.0 with ahead, stream to thread-pool\n`);
    expect(said).toContain('  import { stream } from "./abilities/stream.ts";\n');
    expect(said).toContain("  new ThreadPool(createWorker, { abilities: [ahead(), stream()] }); // in main.ts\n");
    expect(said).toContain("  serve(tasks, { abilities: [ahead(), stream()] }); // in tasks.worker.ts\n");
  });

  it("is the same however they are named: apart, twice, with spaces, or one after the other", async () => {
    const ways = [
      ["add", "node/thread-pool", "--with", "ahead", "--with", "stream"],
      ["add", "node/thread-pool", "--with", "stream, ahead,stream"],
    ];
    const copies = await Promise.all(
      ways.map(async (typed) => {
        const made = environment();
        expect(await call(made, ...typed)).toMatchObject({ exitCode: 0 });
        return contents(join(made.folder, "thread-pool"));
      }),
    );
    const made = environment();
    await call(made, "add", "node/thread-pool");
    for (const name of ["stream", "ahead"]) await call(made, "add", name, "--to", "thread-pool");
    expect(copies).toEqual([contents(join(made.folder, "thread-pool")), contents(join(made.folder, "thread-pool"))]);
  });

  it("keeps those that it has, in the files and in the record, when the pool is added again with --overwrite", async () => {
    const made = await withAhead();
    const typed = ["add", "node/thread-pool", "--with", "stream", "--overwrite"];
    const { exitCode, said } = await call(later(made), ...typed);
    expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
    expect(said).toContain("Added node/thread-pool 2.0.0 with ahead, stream to thread-pool\n");
    const { abilities, files } = readRecord(made.copy)!;
    const origin = { version: "2.0.0", commit: "c200" };
    expect(abilities).toEqual({ ahead: origin, stream: origin });
    expect(files.get("abilities/ahead.ts")?.body).toBe(readFileSync(join(made.copy, "abilities/ahead.ts"), "utf8"));
    expect((await call(later(made), "diff")).exitCode).toBe(0);
  });

  it("is replaced with --overwrite also where its record cannot be read", async () => {
    const made = await withAhead();
    writeFileSync(join(made.copy, RECORD), "{");
    expect(await call(made, "add", "node/thread-pool", "--overwrite")).toMatchObject({ exitCode: 0 });
    expect(readRecord(made.copy)?.abilities).toBeUndefined();
  });

  it("has none of their tests with --no-test, and nothing with --dry-run", async () => {
    const made = environment();
    await call(made, "add", "node/thread-pool", "--with", "ahead", "--dry-run");
    expect(readdirSync(made.folder)).toEqual([]);
    await call(made, "add", "node/thread-pool", "--with", "ahead", "--no-test");
    expect(filesIn(join(made.folder, "thread-pool"))).toEqual(
      [RECORD, "main.ts", "pool/worker-pool.ts", "abilities/ahead.ts"].sort(),
    );
  });

  it.each([
    [["node/thread-pool", "--with", "ahed"], 2, 'Cannot find the ability "ahed": wanted the name of one, e.g. "ahead"'],
    [["node/thread-pool", "--with", "ahead,"], 2, "found an empty one"],
    [["node/thread-pool", "--with", ""], 2, "found an empty one"],
    [["node/async-pool", "--with", "ahead"], 1, "found one without workers, which takes no abilities"],
    [["strem"], 2, 'e.g. "stream"'],
    [["ahead"], 2, '"triathlon add node/thread-pool --with ahead" makes a new one'],
    [["ahead", "--to", ""], 2, '"." is this folder'],
    [["ahead", "--to", "nowhere"], 2, "wanted a folder, found nothing there"],
    [["ahead", "--to", ".", "--with", "stream"], 2, '"triathlon add ahead stream --to DIR"'],
    [["node/thread-pool", "ahead", "--to", "x"], 2, '"triathlon add node/thread-pool --with ahead"'],
    [["node/thread-pool", "--with", "stream", "ahead"], 2, '"triathlon add node/thread-pool --with stream,ahead"'],
    [["ahead", "--to", "."], 1, `wanted the folder of a copy, found no ${RECORD} in it`],
  ])("is not made by add %j, which is refused and says what is wanted", async (typed, exitCode, said) => {
    const made = environment();
    const called = await call(made, "add", ...typed);
    expect(called.said).toContain(said);
    expect(called.exitCode).toBe(exitCode);
    expect(readdirSync(made.folder)).toEqual([]);
  });
});

describe("an ability that is added to a copy", () => {
  it("comes beside what was changed there, with its own version and commit", async () => {
    const { copy, ...made } = await withAhead();
    writeFileSync(join(copy, "main.ts"), "mine\n");
    writeFileSync(join(copy, "abilities/ahead.ts"), "mine\n");
    const { exitCode, said } = await call(later(made), "add", "retry", "--to", "thread-pool");
    expect([exitCode, said]).toEqual([
      0,
      expect.stringContaining("Added retry 2.0.0 to node/thread-pool in thread-pool"),
    ]);
    expect(readFileSync(join(copy, "main.ts"), "utf8")).toBe("mine\n");
    expect(readFileSync(join(copy, "abilities/ahead.ts"), "utf8")).toBe("mine\n");
    const { version, abilities } = readRecord(copy)!;
    expect(version).toBe("1.0.0");
    expect(abilities).toEqual({
      ahead: { version: "1.0.0", commit: "c100" },
      retry: { version: "2.0.0", commit: "c200" },
    });
  });

  it("is refused where the copy's pool is of another version, until that is updated", async () => {
    const { copy, ...made } = await withAhead();
    const newer = later(made, "another");
    const before = contents(copy);
    const { exitCode, said } = await call(newer, "add", "retry", "--to", "thread-pool");
    expect([exitCode, said]).toEqual([1, expect.stringContaining('"triathlon update thread-pool" first')]);
    expect(contents(copy)).toEqual(before);
    await call(newer, "update");
    expect(await call(newer, "add", "retry", "--to", "thread-pool")).toMatchObject({ exitCode: 0 });
    expect(filesIn(copy)).toEqual(expect.arrayContaining(ofAbility("retry")));
  });

  it("is there already the second time, and stays as it was changed", async () => {
    const { copy, ...made } = await withAhead();
    const before = contents(copy);
    expect(await call(made, "add", "ahead", "--to", "thread-pool")).toEqual({
      exitCode: 0,
      said: "ahead 1.0.0: in thread-pool already, as this package has it\n",
    });
    expect(contents(copy)).toEqual(before);
    writeFileSync(join(copy, "abilities/ahead.ts"), "mine\n");
    const { exitCode, said } = await call(made, "add", "ahead", "--to", "thread-pool");
    expect([exitCode, said]).toEqual([1, expect.stringMatching(/-mine\n[^]*let "triathlon update" merge/)]);
    expect(readFileSync(join(copy, "abilities/ahead.ts"), "utf8")).toBe("mine\n");
    await call(made, "add", "ahead", "--to", "thread-pool", "--overwrite");
    expect(contents(copy)).toEqual(before);
  });

  it("does not replace a file of yours that stands in its place", async () => {
    const made = environment();
    await call(made, "add", "node/thread-pool");
    const copy = join(made.folder, "thread-pool");
    mkdirSync(join(copy, "abilities"));
    writeFileSync(join(copy, "abilities/ahead.ts"), "mine\n");
    const before = contents(copy);
    const { exitCode, said } = await call(made, "add", "ahead", "stream", "--to", "thread-pool");
    expect([exitCode, said]).toEqual([1, expect.stringContaining("wanted none of these files there, found 1")]);
    expect(contents(copy)).toEqual(before);
  });

  it.each(["abilities", "abilities/ahead.ts", ".triathlon.json"])("follows no link at %s", async (path) => {
    const made = environment();
    await call(made, "add", "node/thread-pool");
    const [copy, elsewhere] = [join(made.folder, "thread-pool"), testFolder()];
    mkdirSync(join(elsewhere, "abilities"), { recursive: true });
    for (const file of ["ahead.ts", ".triathlon.json"]) writeFileSync(join(elsewhere, file), "theirs\n");
    if (path.includes("/")) mkdirSync(join(copy, "abilities"));
    rmSync(join(copy, path), { force: true });
    symlinkSync(path === "abilities" ? elsewhere : join(elsewhere, path.replace(/^.*\//, "")), join(copy, path));
    const before = contents(elsewhere);
    const { exitCode, said } = await call(made, "add", "ahead", "--to", "thread-pool", "--overwrite");
    expect([exitCode, said]).toEqual([1, expect.stringContaining("symbolic link")]);
    expect(contents(elsewhere)).toEqual(before);
  });

  it("brings what its test needs where the pool's tests were left out", async () => {
    const made = environment();
    await call(made, "add", "node/thread-pool", "--no-test");
    await call(made, "add", "ahead", "--to", "thread-pool");
    expect(filesIn(join(made.folder, "thread-pool"))).toEqual([...ofPool, ...ofAbility("ahead")].sort());
  });

  it("is refused by a copy of what takes none, and of what is no item any more", async () => {
    const made = environment();
    await call(made, "add", "node/async-pool");
    const refused = await call(made, "add", "ahead", "--to", "async-pool");
    expect([refused.exitCode, refused.said]).toEqual([1, expect.stringContaining("without workers")]);
    const record = { item: "node/gone", version: "1.0.0", commit: "c0ffee", files: new Map() };
    writeFileSync(join(made.folder, "async-pool", RECORD), writeRecord(record));
    const gone = await call(made, "add", "ahead", "--to", "async-pool");
    expect([gone.exitCode, gone.said]).toEqual([1, expect.stringContaining('found "node/gone"')]);
  });

  it("leaves nothing where another one was added to the record meanwhile, and says so", async () => {
    const made = environment();
    await call(made, "add", "node/thread-pool");
    const copy = join(made.folder, "thread-pool");
    let isAdded = false;
    const both = (): void =>
      withDisk(
        () => {
          if (isAdded) return;
          isAdded = true;
          add(made, ["stream"], { to: "thread-pool" });
        },
        () => add(made, ["ahead"], { to: "thread-pool" }),
      );
    expect(both).toThrow(/changed since: nothing was changed: try again/);
    expect(filesIn(copy)).toEqual([...ofPool, ...ofAbility("stream")].sort());
    expect(Object.keys(readRecord(copy)?.abilities ?? {})).toEqual(["stream"]);
  });

  it("is completed by the next command where one was killed, and is in the record only when all of it is there", async () => {
    for (let at = 0; ; at++) {
      const made = environment();
      await call(made, "add", "node/thread-pool");
      const copy = join(made.folder, "thread-pool");
      const isKilled = killedAt(at, at % 2 === 1, () => add(made, ["ahead", "stream"], { to: "thread-pool" }));
      const recorded = Object.keys(readRecord(copy)?.abilities ?? {});
      if (recorded.length > 0) expect(filesIn(copy)).toEqual(expect.arrayContaining(ofAbility("stream")));
      expect(await call(made, "add", "ahead", "stream", "--to", "thread-pool"), `killed at ${at}`).toMatchObject({
        exitCode: 0,
      });
      await call(made, "update");
      expect(filesIn(copy)).toEqual([...ofPool, ...ofAbility("ahead"), ...ofAbility("stream")].sort());
      if (!isKilled) {
        expect(at).toBeGreaterThan(10);
        break;
      }
    }
  });
});

describe("a copy with abilities", () => {
  it("is brought up to date with them, and what was changed in one is merged", async () => {
    const { copy, ...made } = await withAhead();
    const place = join(copy, "abilities/ahead.ts");
    writeFileSync(place, readFileSync(place, "utf8").replace("line 6", "mine"));
    const told = await call(later(made), "diff");
    expect([told.exitCode, told.said]).toEqual([
      1,
      expect.stringMatching(/^node\/thread-pool with ahead in thread-pool[^]*1 changed by you[^]*\+mine[^]*\+line two/),
    ]);
    const { exitCode, said } = await call(later(made), "update", "ahead");
    expect([exitCode, said]).toEqual([0, expect.stringContaining("with ahead: 1.0.0 (c100) to 2.0.0 (c200)")]);
    expect(readFileSync(place, "utf8")).toBe(lines(1, "two", 3, 4, 5) + "mine\n" + lines(7));
    expect(readRecord(copy)?.abilities).toEqual({ ahead: { version: "2.0.0", commit: "c200" } });
    expect((await call(later(made), "update")).said).toContain("2.0.0 (c200), as it was");
  });

  it("names in a conflict the versions of the ability, not those of the pool", async () => {
    const { copy, ...made } = await withAhead();
    await call(later(made), "add", "retry", "--to", "thread-pool");
    const place = join(copy, "abilities/retry.ts");
    writeFileSync(place, readFileSync(place, "utf8").replace("line 2", "mine"));
    const third = smallEnvironment(items("3.0.0"), made.folder, [
      ...second.slice(0, 2),
      ability("retry", "3.0.0", "three"),
    ]);
    const { exitCode } = await call(third, "update");
    expect(exitCode).toBe(1);
    expect(readFileSync(place, "utf8")).toMatch(/\|{7} 2\.0\.0 \(c200\)[^]*>{7} 3\.0\.0 \(c300\)/);
  });

  it("is not taken back by an older command", async () => {
    const { copy, ...made } = await withAhead();
    await call(later(made), "add", "retry", "--to", "thread-pool");
    await call(later(made), "add", "ahead", "--to", "thread-pool", "--overwrite");
    const before = contents(copy);
    const { exitCode, said } = await call(made, "update");
    expect([exitCode, said]).toEqual([1, expect.stringContaining("Cannot update ahead")]);
    expect(contents(copy)).toEqual(before);
  });

  it("keeps an ability that there is no more, as yours", async () => {
    const { copy, ...made } = await withAhead();
    const { exitCode, said } = await call(smallEnvironment(items("2.0.0"), made.folder, []), "update");
    expect([exitCode, said]).toEqual([0, expect.stringContaining("abilities/ahead.ts: left as it is")]);
    expect(filesIn(copy)).toEqual([...ofPool, ...ofAbility("ahead")].sort());
  });

  it("is found by the ability's name, and by no other", async () => {
    const { ...made } = await withAhead();
    await call(made, "add", "node/thread-pool", "--to", "plain");
    expect((await call(made, "diff", "ahead")).said.match(/^node\/thread-pool/gm)).toHaveLength(1);
    const none = await call(made, "diff", "stream");
    expect([none.exitCode, none.said]).toEqual([1, expect.stringContaining('Cannot find a copy with "stream"')]);
  });

  it("is judged by doctor with them", async () => {
    const { copy, ...made } = await withAhead();
    expect((await call(made, "doctor")).said).toContain("1.0.0 with ahead, 0 of its files changed by you");
    writeFileSync(join(copy, "abilities/ahead.ts"), "mine\n");
    const { said } = await call(smallEnvironment(items(), made.folder, second), "doctor");
    expect(said).toContain("1 of its files changed by you; this package has ahead 2.0.0 (c200)");
  });
});

describe("in a copy of each runtime", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const cells = ["node/thread-pool", "deno/thread-pool", "bun/process-pool"];
  let catalogue: Catalogue;
  let runtimes: AvailableRuntime[];

  beforeAll(async () => {
    writeItems(ITEMS, assemble(root));
    catalogue = new Catalogue();
    runtimes = (await discoverRuntimes(root)).filter(isAvailable);
  });

  // `test/long` tries each in every pool, and the types of all.
  it.concurrent.each(cells)("%s, the test of every ability passes", { timeout: 120_000 }, async (name) => {
    const runtime = runtimes.find((one) => name.startsWith(`${one.name}/`));
    if (!runtime) return;
    const names = catalogue.abilities.map((one) => one.name);
    const copy = copyWith(catalogue, runtime, name, names);
    for (const one of names) expect(existsSync(join(copy.folder, copy.name, `abilities/${one}.test.ts`))).toBe(true);
    await runTests(copy, true);
  });
});
