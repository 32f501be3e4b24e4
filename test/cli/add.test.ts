/** `triathlon add`, with small items: what lands, what is refused, and that it is all or nothing. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { finishInterrupted, placeFiles } from "../../packages/cli/src/files/place-files.ts";
import { Refusal } from "../../packages/cli/src/refusal.ts";
import { UsageError } from "../../packages/cli/src/usage-error.ts";
import { smallEnvironment, temporaryFolder } from "./support/small-catalogue.ts";

const item = {
  name: "node/thread-pool",
  files: { "main.ts": "main\n", "pool/map.ts": "call\n", "a.test.ts": "test\n" },
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("adding an item", () => {
  it("makes a folder of its name, with every file as it is in the package", () => {
    const environment = smallEnvironment([item]);
    add(environment, ["node/thread-pool"], {});
    const folder = join(environment.folder, "thread-pool");
    expect(readdirSync(folder).sort()).toEqual([".triathlon.json", "a.test.ts", "pool", "main.ts"]);
    const found = environment.catalogue.find("node/thread-pool");
    for (const { path } of found.files) {
      expect(readFileSync(join(folder, path))).toEqual(environment.catalogue.read(found, path));
    }
    expect(readdirSync(environment.folder)).toEqual(["thread-pool"]);
    expect(environment.printed()).toContain("node thread-pool/main.ts");
  });

  it("takes exactly the folder that --to names, inside or outside", () => {
    const environment = smallEnvironment([item]);
    const outside = join(temporaryFolder(), "a/b/pool");
    add(environment, ["node/thread-pool"], { to: outside });
    expect(existsSync(join(outside, "main.ts"))).toBe(true);
    add(environment, ["node/thread-pool"], { to: "." });
    expect(readdirSync(environment.folder).sort()).toEqual([".triathlon.json", "a.test.ts", "pool", "main.ts"]);
  });

  it("leaves the tests out with --no-test, and everything with --dry-run", () => {
    const environment = smallEnvironment([item]);
    add(environment, ["node/thread-pool"], { dryRun: true });
    expect(readdirSync(environment.folder)).toEqual([]);
    expect(environment.printed()).toContain("Would add node/thread-pool 1.0.0");
    add(environment, ["node/thread-pool"], { test: false });
    expect(readdirSync(join(environment.folder, "thread-pool"))).not.toContain("a.test.ts");
  });

  it("refuses where a file is there, shows the difference, and changes nothing", () => {
    const environment = smallEnvironment([item]);
    const folder = join(environment.folder, "thread-pool");
    mkdirSync(folder);
    writeFileSync(join(folder, "main.ts"), "mine\n");
    expect(() => add(environment, ["node/thread-pool"], {})).toThrow(Refusal);
    expect(() => add(environment, ["node/thread-pool"], {})).toThrow(/-mine\n[^]*\+main/);
    expect(readdirSync(folder)).toEqual(["main.ts"]);
    add(environment, ["node/thread-pool"], { overwrite: true });
    expect(readFileSync(join(folder, "main.ts"), "utf8")).toMatch(/main\n$/);
  });

  it("refuses a folder where none can be, dry or not, and says what is there", () => {
    const environment = smallEnvironment([item]);
    const { folder } = environment;
    writeFileSync(join(folder, "file"), "mine\n");
    symlinkSync(join(folder, "nowhere"), join(folder, "link"));
    for (const dryRun of [true, false]) {
      for (const to of ["file", "file/below", "link", "link/below"]) {
        const found = to.startsWith("file") ? "found a file" : "found a link that leads nowhere";
        const call = () => add(environment, ["node/thread-pool"], { to, dryRun });
        expect(call, to).toThrow(Refusal);
        expect(call, to).toThrow(found);
      }
    }
    expect(() => add(environment, ["node/thread-pool"], { to: "" })).toThrow(UsageError);
    expect(readdirSync(folder).sort()).toEqual(["file", "link"]);
  });

  it("refuses a folder that takes no files, and leaves nothing behind", () => {
    const folder = temporaryFolder();
    // Where the files would be written first.
    writeFileSync(join(folder, `.triathlon-${process.pid}`), "");
    const call = () => placeFiles(join(folder, "pool"), [{ path: "main.ts", bytes: bytes("x") }]);
    expect(call).toThrow(Refusal);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps what else is in the folder", () => {
    const environment = smallEnvironment([item]);
    mkdirSync(join(environment.folder, "thread-pool"));
    writeFileSync(join(environment.folder, "thread-pool/mine.ts"), "mine\n");
    add(environment, ["node/thread-pool"], {});
    expect(readFileSync(join(environment.folder, "thread-pool/mine.ts"), "utf8")).toBe("mine\n");
    expect(existsSync(join(environment.folder, "thread-pool/pool/map.ts"))).toBe(true);
  });

  it("names the nearest items to one that is not there", () => {
    const environment = smallEnvironment([item, { ...item, name: "bun/process-pool" }, { ...item, name: "bun/x" }]);
    expect(() => add(environment, ["node/tread-pool"], {})).toThrow(UsageError);
    expect(() => add(environment, ["node/tread-pool"], {})).toThrow(/e\.g\. "node\/thread-pool"/);
    expect(() => add(environment, ["proces-pool"], {})).toThrow(/e\.g\. "bun\/process-pool"/);
  });

  it("names all items that a short name could mean", () => {
    const environment = smallEnvironment([
      { ...item, name: "node/threading/square" },
      { ...item, name: "node/multiprocessing/square" },
    ]);
    expect(() => add(environment, ["node/square"], {})).toThrow(
      'wanted one of "node/threading/square", "node/multiprocessing/square"',
    );
  });

  it("adds none of several when one cannot be added", () => {
    const environment = smallEnvironment([item, { ...item, name: "node/process-pool" }]);
    mkdirSync(join(environment.folder, "process-pool"));
    writeFileSync(join(environment.folder, "process-pool/main.ts"), "mine\n");
    expect(() => add(environment, ["node/thread-pool", "node/process-pool"], {})).toThrow(Refusal);
    expect(existsSync(join(environment.folder, "thread-pool"))).toBe(false);
    expect(() => add(environment, ["node/thread-pool", "node/process-pool"], { to: "x" })).toThrow(UsageError);
  });
});

describe("a path that leads out of the folder", () => {
  const outside = ["../x.ts", "a/../../x.ts", "/x.ts", "C:/x.ts", "a\\..\\x.ts", "", "a//b", "nul.ts", "a\0b", "."];
  it.each(outside)("%j is refused", (path) => {
    const target = join(temporaryFolder(), "in");
    expect(() => placeFiles(target, [{ path, bytes: bytes("x") }])).toThrow(Refusal);
    expect(existsSync(target)).toBe(false);
  });

  it("is refused through a link, to a folder or to a file", () => {
    const [target, elsewhere] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(elsewhere, join(target, "pool"));
    writeFileSync(join(elsewhere, "main.ts"), "theirs");
    symlinkSync(join(elsewhere, "main.ts"), join(target, "main.ts"));
    expect(() => placeFiles(target, [{ path: "pool/map.ts", bytes: bytes("x") }])).toThrow(/symbolic link/);
    expect(() => placeFiles(target, [{ path: "main.ts", bytes: bytes("x") }])).toThrow(/symbolic link/);
    expect(readFileSync(join(elsewhere, "main.ts"), "utf8")).toBe("theirs");
    expect(readdirSync(elsewhere)).toEqual(["main.ts"]);
  });

  it("is none when the folder itself is reached through a link", () => {
    const [target, elsewhere] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(elsewhere, join(target, "link"));
    placeFiles(join(target, "link"), [{ path: "main.ts", bytes: bytes("x") }]);
    expect(readdirSync(elsewhere)).toEqual(["main.ts"]);
  });
});

describe("files are put in place all or none", () => {
  /** As a process leaves it that is killed after its first file: no process has the number 2 ** 30. */
  const halfDone = (target: string, pid = 2 ** 30): void => {
    const stage = join(target, `.triathlon-${pid}`);
    mkdirSync(join(stage, "new"), { recursive: true });
    writeFileSync(join(target, "a.ts"), "new");
    writeFileSync(join(stage, "new/b.ts"), "new");
    const plan = ["a.ts", "b.ts"].map((path) => ({ path, gone: false }));
    writeFileSync(join(stage, "plan.json"), JSON.stringify(plan));
  };

  it("when the process is killed between two files, the next command finishes what it began", () => {
    const target = temporaryFolder();
    halfDone(target);
    finishInterrupted(target);
    expect(readdirSync(target).sort()).toEqual(["a.ts", "b.ts"]);
  });

  it("when one of them cannot be moved, those before it go back", () => {
    const target = temporaryFolder();
    halfDone(target);
    mkdirSync(join(target, "c.ts"));
    writeFileSync(join(target, `.triathlon-${2 ** 30}/new/c.ts`), "new");
    const plan = JSON.stringify(["b.ts", "c.ts"].map((path) => ({ path, gone: false })));
    writeFileSync(join(target, `.triathlon-${2 ** 30}/plan.json`), plan);
    expect(() => finishInterrupted(target)).toThrow(Refusal);
    expect(existsSync(join(target, "b.ts"))).toBe(false);
  });

  it("when the process is killed before the first file, the next command takes away what it left", () => {
    const target = join(temporaryFolder(), "in");
    mkdirSync(target);
    mkdirSync(join(target, `.triathlon-${2 ** 30}/new`), { recursive: true });
    mkdirSync(join(target, `../.triathlon-${2 ** 30}`));
    finishInterrupted(target);
    expect(readdirSync(target)).toEqual([]);
    expect(readdirSync(join(target, ".."))).toEqual(["in"]);
  });

  it("when the killed process had the number that this one has, as in containers, it is finished too", () => {
    const target = temporaryFolder();
    halfDone(target, process.pid);
    finishInterrupted(target);
    expect(readdirSync(target).sort()).toEqual(["a.ts", "b.ts"]);
  });

  it("what another process is at is left to it", () => {
    const target = temporaryFolder();
    mkdirSync(join(target, `.triathlon-${process.ppid}`));
    finishInterrupted(target);
    expect(readdirSync(target)).toEqual([`.triathlon-${process.ppid}`]);
  });

  it("what may be another's, where Deno does not say whether that process runs, is left for a minute", () => {
    const target = temporaryFolder();
    halfDone(target);
    const kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("Requires run access"), { name: "NotCapable" });
    });
    const stage = join(target, `.triathlon-${2 ** 30}`);
    finishInterrupted(target);
    expect(existsSync(stage)).toBe(true);
    utimesSync(stage, new Date(0), new Date(0));
    finishInterrupted(target);
    expect(existsSync(stage)).toBe(false);
    kill.mockRestore();
  });
});
