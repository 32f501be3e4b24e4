/** `triathlon update` and `diff`: what was changed in a copy stays, what the item brings arrives, and what cannot be decided is said. */
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { diff } from "../../packages/cli/src/commands/diff.ts";
import { update } from "../../packages/cli/src/commands/update.ts";
import { mergeText } from "../../packages/cli/src/merge/merge-text.ts";
import { Refusal } from "../../packages/cli/src/refusal.ts";
import { withDisk } from "./support/disk.ts";
import { smallEnvironment } from "./support/small-catalogue.ts";

const name = "node/thread-pool";
const lines = (...numbers: (number | string)[]): string => numbers.map((line) => `line ${line}\n`).join("");
const first = {
  "main.ts": lines(1, 2, 3, 4, 5, 6, 7),
  "pool.ts": lines("a"),
  "old.ts": lines("x"),
  "a.test.ts": "t\n",
};
const second = {
  "main.ts": lines(1, 2, 3, 4, 5, "six", 7),
  "pool.ts": lines("b"),
  "new.ts": lines("n"),
  "a.test.ts": "u\n",
};

/** A copy of the first version, and what a command of the second works with. */
function copied(options = {}): ReturnType<typeof smallEnvironment> & { at: (path: string) => string } {
  const before = smallEnvironment([{ name, files: first }]);
  add(before, [name], options);
  const environment = smallEnvironment([{ name, version: "2.0.0", files: second }], before.folder);
  return { ...environment, at: (path) => join(before.folder, "thread-pool", path) };
}
const read = (place: string): string => readFileSync(place, "utf8");
const bodyOf = (place: string): string => read(place).replace(/^\/\*[^]*?\*\/\n/, "");

describe("update", () => {
  it("of a copy that nobody changed makes it the item's new version, byte for byte", () => {
    const environment = copied();
    update(environment, undefined, {});
    const item = environment.catalogue.find(name);
    for (const { path } of item.files) {
      expect(readFileSync(environment.at(path))).toEqual(environment.catalogue.read(item, path));
    }
    expect(existsSync(environment.at("old.ts"))).toBe(false);
    expect(environment.failed()).toBe(false);
    update(environment, name, {});
    expect(environment.printed()).toContain("as it was");
  });

  it.each([
    ["another version", "1.0.0 (c0ffee) to 2.0.0 (beef)", { version: "2.0.0", commit: "beef" }],
    ["another commit of the same version, as in a clone", "1.0.0, from commit c0ffee to beef", { commit: "beef" }],
    [
      "a release without a change of the item",
      "2.0.0 (c0ffee), its source unchanged since 1.0.0",
      { version: "2.0.0", commit: "c0ffee" },
    ],
    ["the same", "1.0.0 (c0ffee), as it was", {}],
  ])("to %s is said to be %s", (_, said, later) => {
    const { folder } = copied();
    const environment = smallEnvironment([{ name, files: first, ...later }], folder);
    update(environment, undefined, {});
    expect(environment.printed()).toContain(`Updated ${name} in thread-pool: ${said}\n`);
  });

  it("keeps what was changed, and merges it with what the item brings", () => {
    const environment = copied();
    writeFileSync(environment.at("main.ts"), read(environment.at("main.ts")).replace("line 2", "mine 2"));
    update(environment, "thread-pool", {});
    expect(bodyOf(environment.at("main.ts"))).toBe(lines(1, 2, 3, 4, 5, "six", 7).replace("line 2", "mine 2"));
    expect(read(environment.at("main.ts"))).toContain("@version 2.0.0");
    expect(environment.printed()).toContain("merged with your changes");
    expect(environment.failed()).toBe(false);
  });

  it("keeps files that the item has no more beside, if you changed them, and shows what that was", () => {
    const environment = copied();
    writeFileSync(environment.at("old.ts"), read(environment.at("old.ts")).replace("line x", "mine x"));
    chmodSync(environment.at("old.ts"), 0o600);
    writeFileSync(environment.at("old.ts.yours"), "of an update before\n");
    update(environment, undefined, { dryRun: true });
    update(environment, undefined, {});
    expect(existsSync(environment.at("old.ts"))).toBe(false);
    expect(read(environment.at("old.ts.yours"))).toBe("of an update before\n");
    expect(read(environment.at("old.ts.yours-2"))).toMatch(/\nmine x\n$/);
    expect(statSync(environment.at("old.ts.yours-2")).mode & 0o777).toBe(0o600);
    expect(environment.printed()).toContain("old.ts: kept as old.ts.yours-2: you have changed it");
    expect(environment.printed().match(/-line x\n\+mine x/g)).toHaveLength(2);
    update(environment, undefined, {});
    expect(existsSync(environment.at("old.ts.yours-2"))).toBe(true);
  });

  it("keeps a changed header, or bytes that are no text, of a file that the item has no more", () => {
    for (const change of [(text: string) => text.replace("in tests.", "at home."), (text: string) => `${text}\xff`]) {
      const environment = copied();
      const text = Buffer.from(change(read(environment.at("old.ts"))), "latin1");
      writeFileSync(environment.at("old.ts"), text);
      update(environment, undefined, {});
      expect(readFileSync(environment.at("old.ts.yours"))).toEqual(text);
    }
  });

  it("takes the folders away that unchanged files leave empty, and no other", () => {
    const before = smallEnvironment([{ name, files: { "main.ts": "m\n", "a/b/old.ts": "x\n", "c/old.ts": "x\n" } }]);
    add(before, [name], {});
    const copy = join(before.folder, "thread-pool");
    writeFileSync(join(copy, "c/mine.ts"), "mine\n");
    update(smallEnvironment([{ name, version: "2.0.0", files: { "main.ts": "m\n" } }], before.folder), name, {});
    expect(readdirSync(copy).sort()).toEqual([".triathlon.json", "c", "main.ts"]);
    expect(readdirSync(join(copy, "c"))).toEqual(["mine.ts"]);
  });

  it("loses no file whose name the item writes with other capitals, where they do not count", () => {
    const before = smallEnvironment([{ name, files: { "Main.ts": "m\n" } }]);
    add(before, [name], {});
    const copy = join(before.folder, "thread-pool");
    // As on a disk where both names are one file.
    linkSync(join(copy, "Main.ts"), join(copy, "main.ts"));
    update(smallEnvironment([{ name, version: "2.0.0", files: { "main.ts": "m\n" } }], before.folder), name, {});
    expect(existsSync(join(copy, "Main.ts"))).toBe(true);
  });

  it("leaves what is not UTF-8 alone, byte for byte, and names it", () => {
    for (const encoding of ["latin1", "utf16le"] as const) {
      const environment = copied();
      const bytes = Buffer.from(
        `${encoding === "latin1" ? "" : "\uFEFF"}${read(environment.at("main.ts"))}// é\n`,
        encoding,
      );
      writeFileSync(environment.at("main.ts"), bytes);
      diff(environment, undefined);
      expect(environment.printed()).toContain("main.ts: not UTF-8 text, and not shown");
      update(environment, undefined, {});
      expect(readFileSync(environment.at("main.ts"))).toEqual(bytes);
      expect(environment.printed()).toContain("main.ts: left as it is: it is not UTF-8 text; the item has changed it");
      expect(environment.printed()).not.toContain("\uFFFD");
      expect(environment.failed()).toBe(true);
      expect(bodyOf(environment.at("pool.ts"))).toBe(second["pool.ts"]);
    }
  });

  it("keeps modes, and opens no file to others", () => {
    for (const mode of [0o600, 0o640, 0o755, 0o444]) {
      const environment = copied();
      chmodSync(environment.at("pool.ts"), mode);
      let widest = 0;
      const watch = (): void => {
        for (const path of readdirSync(environment.at("."), { recursive: true, encoding: "utf8" })) {
          const stats = statSync(environment.at(path));
          if (stats.isFile() && readFileSync(environment.at(path), "utf8").includes("line b"))
            widest |= stats.mode & 0o777;
        }
      };
      withDisk(watch, () => update(environment, undefined, {}));
      expect(statSync(environment.at("pool.ts")).mode & 0o777).toBe(mode);
      expect(bodyOf(environment.at("pool.ts"))).toBe(second["pool.ts"]);
      expect(widest & ~(mode | 0o600)).toBe(0);
    }
  });

  it("keeps a byte order mark, and merges what follows it", () => {
    const environment = copied();
    const text = read(environment.at("main.ts")).replace("line 2", "mine 2");
    writeFileSync(environment.at("main.ts"), `\uFEFF${text}`);
    update(environment, undefined, {});
    expect(read(environment.at("main.ts"))).toMatch(/^\uFEFF\/\*\n[^]*@version 2\.0\.0\n[^]*mine 2\n[^]*line six\n/);
    expect(environment.failed()).toBe(false);
  });

  it("says in a sentence that a folder or a link is where a file was, and changes nothing", () => {
    for (const replace of [(place: string) => mkdirSync(place), (place: string) => symlinkSync("pool.ts", place)]) {
      const environment = copied();
      rmSync(environment.at("main.ts"));
      replace(environment.at("main.ts"));
      expect(() => update(environment, undefined, {})).toThrow(Refusal);
      expect(bodyOf(environment.at("pool.ts"))).toBe(first["pool.ts"]);
      expect(readdirSync(environment.at(".")).filter((path) => path.startsWith(".triathlon-"))).toEqual([]);
    }
  });

  it("leaves both sides of a conflict between markers, and does not go on until it is decided", () => {
    const environment = copied();
    writeFileSync(environment.at("main.ts"), read(environment.at("main.ts")).replace("line 6", "mine 6"));
    update(environment, undefined, {});
    expect(bodyOf(environment.at("main.ts"))).toMatch(
      /<<<<<<< yours\nmine 6\n\|{7} 1\.0\.0 \(c0ffee\)\nline 6\n=======\nline six\n>>>>>>> 2\.0\.0/,
    );
    expect(environment.failed()).toBe(true);
    expect(() => update(environment, undefined, {})).toThrow(/conflict markers/);
  });

  it("lets a header that was changed or taken away be", () => {
    const environment = copied();
    writeFileSync(environment.at("main.ts"), first["main.ts"]);
    writeFileSync(environment.at("pool.ts"), read(environment.at("pool.ts")).replace("in tests.", "at home."));
    update(environment, undefined, {});
    expect(read(environment.at("main.ts"))).toBe(second["main.ts"]);
    expect(read(environment.at("pool.ts"))).toContain("@use at home.");
    expect(bodyOf(environment.at("pool.ts"))).toBe(second["pool.ts"]);
  });

  it("brings nothing back that was taken away, and no test where tests were left out", () => {
    const environment = copied({ test: false });
    rmSync(environment.at("pool.ts"));
    update(environment, undefined, {});
    expect(readdirSync(environment.at(".")).sort()).toEqual([".triathlon.json", "main.ts", "new.ts"]);
    expect(environment.printed()).toContain("pool.ts: not in your copy");
  });

  it("keeps Windows line ends", () => {
    const environment = copied();
    for (const path of ["main.ts", "pool.ts"]) {
      writeFileSync(
        environment.at(path),
        read(environment.at(path)).replaceAll("\n", "\r\n").replace("line 2", "mine 2"),
      );
    }
    update(environment, undefined, {});
    expect(read(environment.at("main.ts"))).toMatch(/@version 2\.0\.0\r\n[^]*mine 2\r\n[^]*line six\r\n/);
    expect(read(environment.at("main.ts"))).not.toMatch(/[^\r]\n/);
    expect(read(environment.at("pool.ts"))).toMatch(/line b\r\n$/);
    expect(environment.failed()).toBe(false);
  });

  it("gives new lines the line ends that most lines have, and leaves the others as they are", () => {
    const environment = copied();
    const text = read(environment.at("main.ts")).replaceAll("\n", "\r\n").replace("line 2\r\n", "line 2\n");
    writeFileSync(environment.at("main.ts"), text);
    update(environment, undefined, {});
    expect(read(environment.at("main.ts"))).toMatch(/line 1\r\nline 2\nline 3\r\n[^]*line six\r\nline 7\r\n$/);
    expect(environment.failed()).toBe(false);
  });

  it("refuses where the item brings a file that is there already, and changes nothing", () => {
    const environment = copied();
    writeFileSync(environment.at("new.ts"), "mine\n");
    expect(() => update(environment, undefined, {})).toThrow(Refusal);
    expect(bodyOf(environment.at("pool.ts"))).toBe(first["pool.ts"]);
  });

  it("refuses to bring a copy back to an older version", () => {
    const environment = copied();
    update(environment, undefined, {});
    const older = smallEnvironment([{ name, version: "1.9.9", files: first }], environment.folder);
    expect(() => update(older, undefined, {})).toThrow(/not older than the copy's 2\.0\.0, found 1\.9\.9/);
  });

  it("with --dry-run says what would change, and changes nothing", () => {
    const environment = copied();
    update(environment, undefined, { dryRun: true });
    expect(environment.printed()).toContain("pool.ts: updated");
    expect(bodyOf(environment.at("pool.ts"))).toBe(first["pool.ts"]);
  });

  it("says so where there is no copy, or its record cannot be read", () => {
    const environment = smallEnvironment([{ name, files: first }]);
    expect(() => update(environment, undefined, {})).toThrow(/Cannot find a copy/);
    add(environment, [name], {});
    writeFileSync(join(environment.folder, "thread-pool/.triathlon.json"), "{}");
    expect(() => update(environment, undefined, {})).toThrow(/wanted the record of a copy/);
  });
});

describe("diff", () => {
  it("says nothing of a copy that is as the item", () => {
    const environment = smallEnvironment([{ name, files: first }]);
    add(environment, [name], {});
    diff(environment, undefined);
    expect(environment.printed()).toContain("0 changed by you, 0 not there, 0 changed by 1.0.0");
    expect(environment.failed()).toBe(false);
  });

  it("shows what was changed in the copy, and what the item has changed", () => {
    const environment = copied();
    writeFileSync(environment.at("main.ts"), read(environment.at("main.ts")).replace("line 2", "mine 2"));
    diff(environment, name);
    expect(environment.printed()).toContain("1 changed by you, 0 not there, 5 changed by 2.0.0");
    expect(environment.printed()).toMatch(/main\.ts \(yours\)\n[^]*-line 2\n\+mine 2/);
    expect(environment.printed()).toMatch(/main\.ts \(the item's\)\n[^]*-line 6\n\+line six/);
    expect(environment.failed()).toBe(true);
  });
});

describe("a merge", () => {
  const labels = { mine: "mine", base: "base", theirs: "theirs" };
  it("takes what both sides changed alike once", () => {
    expect(mergeText("a\nB\nc\n", "a\nb\nc\n", "a\nB\nc\n", labels)).toEqual({ text: "a\nB\nc\n", conflicts: 0 });
  });
  it("does not choose where repeated lines leave open what changed", () => {
    const { conflicts } = mergeText(
      "cccbcccccb".replace(/./g, "$&\n"),
      "cccccccccb".replace(/./g, "$&\n"),
      "ccccccccb".replace(/./g, "$&\n"),
      labels,
    );
    expect(conflicts).toBe(1);
  });
  it("keeps a last line without a line end", () => {
    expect(mergeText("a\nb", "a\nb", "A\nb", labels)).toEqual({ text: "A\nb", conflicts: 0 });
  });
});
