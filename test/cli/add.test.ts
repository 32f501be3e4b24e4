/** `triathlon add`, with small items: what lands, what is refused, and that it is all or nothing. */
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { placeFiles } from "../../packages/cli/src/files/place-files.ts";
import { update } from "../../packages/cli/src/commands/update.ts";
import { needs } from "../../packages/cli/src/items/needs.ts";
import { Refusal } from "../../packages/cli/src/refusal.ts";
import { UsageError } from "../../packages/cli/src/usage-error.ts";
import { refusedAt, withDisk } from "./support/disk.ts";
import { smallEnvironment } from "./support/small-catalogue.ts";
import { testFolder } from "../support/test-folder.ts";

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
    expect(readdirSync(folder).sort()).toEqual([".triathlon.json", "a.test.ts", "main.ts", "pool"]);
    const found = environment.catalogue.find("node/thread-pool");
    for (const { path } of found.files) {
      expect(readFileSync(join(folder, path))).toEqual(environment.catalogue.read(found, path));
    }
    expect(readdirSync(environment.folder)).toEqual(["thread-pool"]);
    expect(environment.printed()).toContain("node thread-pool/main.ts");
  });

  it("says which version of its runtime the copy needs, and which one is here", () => {
    const environment = smallEnvironment([
      { ...item, minimum: "1.2.0" },
      { ...item, name: "node/later", minimum: "999.0.0" },
    ]);
    add(environment, ["node/thread-pool", "node/later"], {});
    expect(environment.printed()).toContain(`\nNeeds Node 1.2 or newer; \`node\` here is ${process.versions.node}.\n`);
    expect(environment.printed()).toContain(`\nNeeds Node 999 or newer; \`node\` here is ${process.versions.node}.\n`);
  });

  it("says nothing of the version here where it runs in another runtime", () => {
    const found = smallEnvironment([{ ...item, minimum: "999.0.0" }]).catalogue.findItem(item.name);
    expect(needs(found, { node: "24.3.0", bun: "1.4.0" })).toBe("Needs Node 999 or newer");
    expect(needs({ ...found, runtime: "bun" }, { node: "24.3.0", bun: "1.4.0" })).toBe(
      "Needs Bun 999 or newer; `bun` here is 1.4.0",
    );
  });

  it("takes exactly the folder that --to names, inside or outside", () => {
    const environment = smallEnvironment([item]);
    const outside = join(testFolder(), "a/b/pool");
    add(environment, ["node/thread-pool"], { to: outside });
    expect(existsSync(join(outside, "main.ts"))).toBe(true);
    add(environment, ["node/thread-pool"], { to: "." });
    expect(readdirSync(environment.folder).sort()).toEqual([".triathlon.json", "a.test.ts", "main.ts", "pool"]);
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
    const folder = testFolder();
    const call = (): void => placeFiles(join(folder, "pool"), [{ path: "main.ts", bytes: bytes("x") }]);
    for (let at = 0; at < 5; at++) {
      expect(() => refusedAt(at, "EROFS", call)).toThrow(Refusal);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it("refuses a folder that holds anything, and says what; with --into it is kept beside the copy", () => {
    const environment = smallEnvironment([item]);
    const folder = join(environment.folder, "thread-pool");
    mkdirSync(folder);
    for (const name of ["mine.ts", "b", "c", "d"]) writeFileSync(join(folder, name), "mine\n");
    expect(() => add(environment, ["node/thread-pool"], {})).toThrow(Refusal);
    expect(() => add(environment, ["node/thread-pool"], { dryRun: true })).toThrow(
      /^Cannot add to "thread-pool": wanted an empty folder or none, found "b", "c", "d" and 1 more in it: --to DIR .*, --into /,
    );
    expect(readdirSync(folder)).toHaveLength(4);
    add(environment, ["node/thread-pool"], { into: true });
    expect(readFileSync(join(folder, "mine.ts"), "utf8")).toBe("mine\n");
    expect(existsSync(join(folder, "pool/map.ts"))).toBe(true);
  });

  it("takes an empty folder", () => {
    const environment = smallEnvironment([item]);
    mkdirSync(join(environment.folder, "thread-pool"));
    add(environment, ["node/thread-pool"], {});
    expect(existsSync(join(environment.folder, "thread-pool/main.ts"))).toBe(true);
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
    const target = join(testFolder(), "in");
    expect(() => placeFiles(target, [{ path, bytes: bytes("x") }])).toThrow(Refusal);
    expect(existsSync(target)).toBe(false);
  });

  it("is refused through a link, to a folder or to a file", () => {
    const [target, elsewhere] = [testFolder(), testFolder()];
    symlinkSync(elsewhere, join(target, "pool"));
    writeFileSync(join(elsewhere, "main.ts"), "theirs");
    symlinkSync(join(elsewhere, "main.ts"), join(target, "main.ts"));
    expect(() => placeFiles(target, [{ path: "pool/map.ts", bytes: bytes("x") }])).toThrow(/symbolic link/);
    expect(() => placeFiles(target, [{ path: "main.ts", bytes: bytes("x") }])).toThrow(/symbolic link/);
    expect(readFileSync(join(elsewhere, "main.ts"), "utf8")).toBe("theirs");
    expect(readdirSync(elsewhere)).toEqual(["main.ts"]);
  });

  it("is none when the folder itself is reached through a link", () => {
    const [target, elsewhere] = [testFolder(), testFolder()];
    symlinkSync(elsewhere, join(target, "link"));
    placeFiles(join(target, "link"), [{ path: "main.ts", bytes: bytes("x") }]);
    expect(readdirSync(elsewhere)).toEqual(["main.ts"]);
  });
});

describe("what lies there and is named like a command's own", () => {
  const { pid } = process;
  const own = `.triathlon-${2 ** 30}@${hostname().replaceAll(/[^\w.-]/g, "_")}-abcdef`;
  /** A folder of that name, which says of itself that files are to be moved, removed and put in place. */
  const plant = (folder: string, stage: string): string => {
    const place = join(folder, stage);
    for (const sub of ["new", "files"]) {
      mkdirSync(join(place, sub), { recursive: true });
      writeFileSync(join(place, sub, "src.ts"), "planted\n");
    }
    const plan = [{ path: "src.ts", gone: false }, ...[".env", ".git/HEAD"].map((path) => ({ path, gone: true }))];
    for (const name of ["plan.json", "sums.json"]) writeFileSync(join(place, name), JSON.stringify(plan));
    return place;
  };
  const project = (): string => {
    const folder = testFolder();
    mkdirSync(join(folder, ".git"));
    for (const path of [".env", ".git/HEAD", "src.ts"]) writeFileSync(join(folder, path), "mine\n");
    return folder;
  };
  const everything = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => !path.startsWith("pool"))
      .map(
        (path) => `${path}: ${statSync(join(folder, path)).isFile() ? readFileSync(join(folder, path), "utf8") : ""}`,
      )
      .sort();

  it.each([`.triathlon-${2 ** 30}`, `.triathlon-${pid}`, own])(
    "%s, in the target or above it, is neither obeyed nor removed",
    (stage) => {
      const folder = project();
      plant(folder, stage);
      const before = everything(folder);
      add(smallEnvironment([item], folder), ["node/thread-pool"], { to: "pool" });
      expect(everything(folder)).toEqual(before);
      const inside = project();
      plant(inside, stage);
      const environment = smallEnvironment([item], inside);
      add(environment, ["node/thread-pool"], { to: ".", into: true });
      update(environment, undefined, {});
      const after = everything(inside);
      expect(after.filter((line) => before.includes(line))).toEqual(before);
    },
  );

  it("is not followed where it is a link, and not removed where a link or a changed file is in it", () => {
    const [folder, elsewhere] = [project(), testFolder()];
    writeFileSync(join(elsewhere, "sums.json"), "{}");
    symlinkSync(elsewhere, join(folder, own));
    mkdirSync(join(folder, own.replace("abcdef", "linked")));
    symlinkSync(elsewhere, join(folder, own.replace("abcdef", "linked"), "files"));
    const changed = join(folder, own.replace("abcdef", "edited"));
    mkdirSync(join(changed, "files"), { recursive: true });
    writeFileSync(join(changed, "sums.json"), JSON.stringify({ "files/main.ts": "0".repeat(64) }));
    writeFileSync(join(changed, "files/main.ts"), "mine\n");
    const environment = smallEnvironment([item], folder);
    add(environment, ["node/thread-pool"], { to: ".", into: true });
    update(environment, undefined, {});
    expect(readdirSync(folder).filter((name) => name.startsWith(".triathlon-"))).toHaveLength(3);
    expect(readFileSync(join(changed, "files/main.ts"), "utf8")).toBe("mine\n");
    expect(readdirSync(elsewhere)).toEqual(["sums.json"]);
  });

  it.runIf(process.getuid?.() === 0)("is left where it is another user's", () => {
    const folder = project();
    mkdirSync(join(folder, own));
    chownSync(join(folder, own), 12345, 12345);
    add(smallEnvironment([item], folder), ["node/thread-pool"], { to: ".", into: true });
    expect(existsSync(join(folder, own))).toBe(true);
  });
});

describe("files that are put in place", () => {
  it("go back when one of them cannot be placed", () => {
    const target = testFolder();
    writeFileSync(join(target, "a.ts"), "mine");
    chmodSync(join(target, "a.ts"), 0o600);
    const changes = ["a.ts", "sub/b.ts", "c.ts"].map((path) => ({ path, bytes: bytes("new") }));
    const replaceLast = (): void => {
      let isReplaced = false;
      withDisk(
        (change, [, to]) => {
          if (change !== "renameSync" || to !== join(target, "c.ts") || isReplaced) return;
          isReplaced = true;
          mkdirSync(join(target, "c.ts/mine"), { recursive: true });
        },
        () => placeFiles(target, changes),
      );
    };
    expect(replaceLast).toThrow(Refusal);
    expect(readdirSync(target)).toEqual(["a.ts", "c.ts"]);
    expect(readFileSync(join(target, "a.ts"), "utf8")).toBe("mine");
    expect(statSync(join(target, "a.ts")).mode & 0o777).toBe(0o600);
  });

  it("leave other names of a replaced file as they are", () => {
    const [target, elsewhere] = [testFolder(), testFolder()];
    writeFileSync(join(elsewhere, "a.ts"), "mine");
    linkSync(join(elsewhere, "a.ts"), join(target, "a.ts"));
    placeFiles(target, [{ path: "a.ts", bytes: bytes("new") }]);
    expect(readFileSync(join(elsewhere, "a.ts"), "utf8")).toBe("mine");
  });

  it.runIf(process.getuid?.() === 0)("stay the user's whose they were", () => {
    const target = testFolder();
    writeFileSync(join(target, "a.ts"), "mine");
    chownSync(join(target, "a.ts"), 12345, 54321);
    placeFiles(target, [{ path: "a.ts", bytes: bytes("new") }]);
    expect(statSync(join(target, "a.ts"))).toMatchObject({ uid: 12345, gid: 54321 });
  });

  it.runIf(process.getuid?.() === 0)("are refused where one cannot be given back to its user", () => {
    const target = testFolder();
    writeFileSync(join(target, "a.ts"), "mine");
    chownSync(join(target, "a.ts"), 12345, 54321);
    const call = (): void =>
      withDisk(
        (change) => {
          if (change === "chownSync") throw Object.assign(new Error("EPERM: in a test"), { code: "EPERM" });
        },
        () => placeFiles(target, [{ path: "a.ts", bytes: bytes("new") }]),
      );
    expect(call).toThrow(/Cannot replace "a\.ts" of user 12345[^]*nothing was changed/);
    expect(readFileSync(join(target, "a.ts"), "utf8")).toBe("mine");
    expect(readdirSync(target)).toEqual(["a.ts"]);
  });
});
