/** An update that is killed, refused by the disk, or not alone: no line of yours is lost, no file is missing, and the next one goes on. */
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { diff } from "../../packages/cli/src/commands/diff.ts";
import { examine } from "../../packages/cli/src/commands/doctor.ts";
import { update } from "../../packages/cli/src/commands/update.ts";
import { Refusal } from "../../packages/cli/src/refusal.ts";
import { killedAt, refusedAt, withDisk } from "./support/disk.ts";
import { catalogueFolder, smallEnvironment } from "./support/small-catalogue.ts";

const name = "node/thread-pool";
const lines = (...numbers: (number | string)[]): string => numbers.map((line) => `line ${line}\n`).join("");
const first = {
  "main.ts": lines(1, 2, 3, 4, 5, 6, 7, 8, 9),
  "untouched.ts": lines(1, 2, 3),
  "conflict.ts": lines(1, 2, 3),
  "package.json": lines("a", "b", "c", "d", "e", "f"),
  "executor/gone.ts": lines(1, 2, 3),
  "executor/changed.ts": lines(1, 2, 3),
  "executor/call.ts": lines(1, 2, 3, 4, 5),
};
const second = {
  "main.ts": lines(1, 2, 3, 4, 5, "six", 7, 8, 9),
  "untouched.ts": lines("one", 2, 3),
  "conflict.ts": lines(1, "two", 3),
  "package.json": lines("a", "b", "c", "d", "e", "F"),
  "executor/call.ts": lines(1, 2, 3, 4, 5, 6),
  "new/file.ts": lines("n"),
};

/** A copy of the first version with changes in it, and what a command of the second works with. */
function changedCopy(): ReturnType<typeof smallEnvironment> & { copy: string } {
  const before = smallEnvironment([{ name, files: first }]);
  add(before, [name], {});
  const copy = join(before.folder, "thread-pool");
  edit(copy, "main.ts", "line 2", "mine main");
  edit(copy, "conflict.ts", "line 2", "mine conflict");
  edit(copy, "package.json", "line b", "mine package");
  edit(copy, "executor/changed.ts", "line 2", "mine changed");
  return { ...smallEnvironment([{ name, version: "2.0.0", files: second }], before.folder), copy };
}

function edit(copy: string, path: string, line: string, mine: string): void {
  const place = join(copy, path);
  writeFileSync(place, readFileSync(place, "utf8").replace(`${line}\n`, `${mine}\n`));
}

/** Of the copy, without what the command writes beside it. */
const filesOf = (copy: string): string[] =>
  readdirSync(copy, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith(".triathlon-") && statSync(join(copy, path)).isFile())
    .sort();
const linesOf = (copy: string): string[] =>
  filesOf(copy).flatMap((path) => readFileSync(join(copy, path), "utf8").split(/\r?\n/));
const stagesOf = (copy: string): string[] => readdirSync(copy).filter((entry) => entry.startsWith(".triathlon-"));
const contents = (copy: string): Record<string, string> =>
  Object.fromEntries(filesOf(copy).map((path) => [path, readFileSync(join(copy, path), "utf8")]));

/** As a person does it: markers go, both sides stay; a file in the way is moved. */
function decide(copy: string): void {
  for (const path of filesOf(copy)) {
    const text = readFileSync(join(copy, path), "utf8");
    writeFileSync(join(copy, path), text.replaceAll(/^(<{7}|\|{7}|={7}|>{7}).*\n/gm, ""));
  }
}

function updateUntilDone(environment: ReturnType<typeof smallEnvironment>, copy: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      return update(environment, undefined, {});
    } catch (error) {
      if (!(error instanceof Refusal) || attempt > 2) throw error;
      decide(copy);
    }
  }
}

const mine = ["mine main", "mine conflict", "mine package", "mine changed"];

describe("an update that is killed", () => {
  const tryAll = (half: boolean, then: (at: number, environment: ReturnType<typeof changedCopy>) => void): number => {
    for (let at = 0; ; at++) {
      const environment = changedCopy();
      if (!killedAt(at, half, () => update(environment, undefined, {}))) return at;
      then(at, environment);
    }
  };

  it.each([false, true])("after any change of a file leaves every file whole (half written: %s)", (half) => {
    const steps = tryAll(half, (at, { copy }) => {
      const found = filesOf(copy);
      for (const path of Object.keys(first)) {
        if (path in second) expect(found, `${path}, killed at ${at}`).toContain(path);
      }
      expect(linesOf(copy), `killed at ${at}`).toEqual(expect.arrayContaining(mine));
      for (const path of found) {
        // A file is as it was or as it will be: it ends with its last line.
        if (path.endsWith(".ts")) expect(readFileSync(join(copy, path), "utf8")).toMatch(/(line|mine) \w+\n$/);
      }
    });
    expect(steps).toBeGreaterThan(20);
  });

  it("and run again is as one that was not killed", () => {
    const whole = changedCopy();
    update(whole, undefined, {});
    tryAll(false, (at, environment) => {
      if (existsSync(join(environment.copy, "conflict.ts"))) {
        const text = readFileSync(join(environment.copy, "conflict.ts"), "utf8");
        // Decided as it was, so that both copies are comparable.
        if (text.includes("<<<<<<<")) return;
      }
      update(environment, undefined, {});
      expect(contents(environment.copy), `killed at ${at}`).toEqual(contents(whole.copy));
      expect(stagesOf(environment.copy), `killed at ${at}`).toEqual([]);
    });
  });

  it.each([false, true])("and run again after more was written loses no line of that (half written: %s)", (half) => {
    tryAll(half, (at, environment) => {
      const { copy } = environment;
      const written = filesOf(copy)
        .filter((path) => path !== ".triathlon.json")
        .flatMap((path) => {
          const text = readFileSync(join(copy, path), "utf8");
          const [top, middle, end] = ["top", "middle", "end"].map((where) => `after ${where} of ${path}`);
          const half = text.indexOf("\n", text.indexOf("line 3")) + 1;
          const header = /^\/\*[^]*?\*\/\n/.exec(text)?.[0].length ?? 0;
          const cut = Math.max(half, header);
          writeFileSync(
            join(copy, path),
            `${text.slice(0, header)}${top}\n${text.slice(header, cut)}${middle}\n${text.slice(cut)}${end}\n`,
          );
          return [top, middle, end];
        });
      try {
        updateUntilDone(environment, copy);
      } catch (error) {
        // A file without a header that came with the update, and was written to since.
        expect(String(error)).toMatch(/found one of yours: move it first/);
      }
      expect(linesOf(copy), `killed at ${at}`).toEqual(expect.arrayContaining([...mine, ...written]));
      expect(stagesOf(copy), `killed at ${at}`).toEqual([]);
      expect(readFileSync(join(copy, ".triathlon.json"), "utf8")).toContain('"2.0.0"');
      for (const path of Object.keys(second)) expect(existsSync(join(copy, path))).toBe(true);
    });
  });

  it("is told by diff and doctor, until one was not", () => {
    const environment = changedCopy();
    const said = (): boolean[] => {
      const reader = { ...smallEnvironment([], environment.folder), catalogue: environment.catalogue };
      diff(reader, undefined);
      const findings = examine(environment.folder, environment.catalogue, {});
      const text = "a command was interrupted";
      return [reader.printed().toLowerCase().includes(text), findings.some((finding) => finding.text.includes(text))];
    };
    expect(said()).toEqual([false, false]);
    expect(killedAt(12, false, () => update(environment, undefined, {}))).toBe(true);
    expect(said()).toEqual([true, true]);
    update(environment, undefined, {});
    expect(environment.printed()).toContain("A command was interrupted in thread-pool");
    decide(environment.copy);
    expect(said()).toEqual([false, false]);
  });

  it("and refused the next time is still told", () => {
    const environment = changedCopy();
    killedAt(30, false, () => update(environment, undefined, {}));
    edit(environment.copy, "main.ts", "line 9", "<<<<<<< \n>>>>>>> ");
    expect(() => update(environment, undefined, {})).toThrow(/conflict markers/);
    expect(stagesOf(environment.copy)).toHaveLength(1);
  });
});

describe("an addition to a folder that is there, when it is killed", () => {
  it("is completed by the next one, and what was written since is refused, not replaced", () => {
    for (let at = 0; ; at++) {
      const environment = smallEnvironment([{ name, files: first }]);
      const copy = join(environment.folder, "thread-pool");
      mkdirSync(copy);
      writeFileSync(join(copy, "mine.ts"), "mine\n");
      if (!killedAt(at, false, () => add(environment, [name], { into: true }))) break;
      add(environment, [name], { into: true });
      expect(filesOf(copy)).toEqual([...Object.keys(first), ".triathlon.json", "mine.ts"].sort());
      expect(stagesOf(copy), `killed at ${at}`).toEqual([]);
    }
    const environment = smallEnvironment([{ name, files: first }]);
    const copy = join(environment.folder, "thread-pool");
    mkdirSync(copy);
    for (let at = 0; !existsSync(join(copy, "main.ts")); at++) killedAt(at, false, () => add(environment, [name], {}));
    edit(copy, "main.ts", "line 2", "mine");
    expect(() => add(environment, [name], {})).toThrow(/-mine\n\+line 2/);
    expect(readFileSync(join(copy, "main.ts"), "utf8")).toContain("mine\n");
  });
});

describe("an addition of a new folder, when it is killed", () => {
  it("leaves all or nothing, and the next one takes away what is beside", () => {
    for (let at = 0; ; at++) {
      const environment = smallEnvironment([{ name, files: first }]);
      const copy = join(environment.folder, "a/thread-pool");
      if (!killedAt(at, false, () => add(environment, [name], { to: "a/thread-pool" }))) break;
      const isThere = existsSync(copy);
      if (isThere) expect(filesOf(copy)).toEqual([...Object.keys(first), ".triathlon.json"].sort());
      add(environment, [name], { to: isThere ? "b" : "a/thread-pool" });
      expect(stagesOf(environment.folder), `killed at ${at}`).toEqual([]);
    }
  });
});

describe("an update that the disk refuses", () => {
  it.each(["ENOSPC", "EACCES"])("with %s at any change of a file has changed nothing", (code) => {
    for (let at = 0; at < 100; at++) {
      const environment = changedCopy();
      const before = contents(environment.copy);
      let error: unknown;
      try {
        refusedAt(at, code, () => update(environment, undefined, {}));
      } catch (caught) {
        error = caught;
      }
      // The last ones only clean up.
      if (error === undefined) {
        expect(at).toBeGreaterThan(20);
        break;
      }
      expect(error, `refused at ${at}`).toBeInstanceOf(Refusal);
      expect(String(error)).toContain(code);
      expect(contents(environment.copy), `refused at ${at}`).toEqual(before);
    }
  });

  it("also while it takes back what it did says that it is not done, loses no line, and is told later", () => {
    const environment = changedCopy();
    let count = 0;
    const call = (): void =>
      withDisk(
        (change, [, to]) => {
          const isMove = change === "renameSync" && !String(to).includes("/.triathlon-");
          if (isMove && ++count > 3) throw Object.assign(new Error("EIO: in a test"), { code: "EIO" });
        },
        () => update(environment, undefined, {}),
      );
    expect(call).toThrow(/some are new, none is lost/);
    expect(linesOf(environment.copy)).toEqual(expect.arrayContaining(mine));
    expect(stagesOf(environment.copy)).toHaveLength(1);
  });

  it("leaves a file alone that somebody writes meanwhile", () => {
    const environment = changedCopy();
    const place = join(environment.copy, "untouched.ts");
    let isWritten = false;
    const call = (): void =>
      withDisk(
        (change) => {
          if (change !== "renameSync" || isWritten) return;
          isWritten = true;
          writeFileSync(place, "just now\n");
        },
        () => update(environment, undefined, {}),
      );
    expect(call).toThrow(/changed since/);
    expect(readFileSync(place, "utf8")).toBe("just now\n");
    expect(linesOf(environment.copy)).toEqual(expect.arrayContaining(mine));
    expect(existsSync(join(environment.copy, "new/file.ts"))).toBe(false);
  });
});

describe("a folder in which another command is at work", () => {
  const machine = hostname().replaceAll(/[^\w.-]/g, "_");
  const planted = (copy: string, stage: string, seconds = 0): string => {
    const place = join(copy, stage);
    mkdirSync(place);
    const at = new Date(Date.now() - seconds * 1000);
    return (utimesSync(place, at, at), place);
  };

  it("is left to it, and the refusal says whose it is", () => {
    const environment = changedCopy();
    const place = planted(environment.copy, `.triathlon-${process.ppid}@${machine}-abcdef`);
    const before = contents(environment.copy);
    expect(() => update(environment, undefined, {})).toThrow(
      `found process ${process.ppid} on "${machine}": wait until it is done; if there is no such process any more, remove "${place}"`,
    );
    expect(() => add(environment, [name], { to: "thread-pool", overwrite: true })).toThrow(/found process/);
    expect(contents(environment.copy)).toEqual(before);
    expect(stagesOf(environment.copy)).toEqual([`.triathlon-${process.ppid}@${machine}-abcdef`]);
  });

  it.each([
    ["that is dead", `.triathlon-${2 ** 30}@${machine}-abcdef`, 0],
    ["that had the number of this one", `.triathlon-${process.pid}@${machine}-abcdef`, 0],
    ["of another machine, a while ago", ".triathlon-1@elsewhere-abcdef", 100],
    ["whose number another has got by now", `.triathlon-${process.ppid}@${machine}-abcdef`, 1000],
    ["of before the machine was started", `.triathlon-${process.ppid}@${machine}-abcdef`, uptime() + 100],
  ])("is taken from one %s", (_, stage, seconds) => {
    const environment = changedCopy();
    planted(environment.copy, stage, seconds);
    update(environment, undefined, {});
    expect(stagesOf(environment.copy)).toEqual([]);
  });

  it.each(["of another machine", "where Deno does not say whether a process runs"])(
    "is left for a minute to one %s",
    (who) => {
      const environment = changedCopy();
      planted(environment.copy, `.triathlon-${2 ** 30}@${who === "of another machine" ? "elsewhere" : machine}-abcdef`);
      const kill = vi.spyOn(process, "kill").mockImplementation(() => {
        throw Object.assign(new Error("Requires run access"), { name: "NotCapable" });
      });
      expect(() => update(environment, undefined, {})).toThrow(/no other triathlon at work/);
      kill.mockRestore();
    },
  );

  it.each([1, 4, 7])("is left to it at its move %d too, by another process, and no file is missing", (at) => {
    const program = fileURLToPath(new URL("support/update-program.ts", import.meta.url));
    const items = catalogueFolder([{ name, version: "2.0.0", files: second }]);
    const { folder, copy, ...environment } = changedCopy();
    let moves = 0;
    let other: SpawnSyncReturns<string> | undefined;
    withDisk(
      (change, [, to]) => {
        const isMove = change === "renameSync" && !String(to).includes("/.triathlon-");
        if (isMove && ++moves === at)
          other = spawnSync(process.execPath, [program, items, folder], { encoding: "utf8" });
      },
      () => update({ folder, ...environment }, undefined, {}),
    );
    expect(other).toMatchObject({ status: 1, stderr: expect.stringContaining(`found process ${process.pid} on`) });
    expect(linesOf(copy)).toEqual(expect.arrayContaining([...mine, "line six"]));
    expect(filesOf(copy)).toEqual(expect.arrayContaining(Object.keys(second)));
    expect(stagesOf(copy)).toEqual([]);
  });
});
