import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeEach, expect, test } from "vitest";
import { WriteError } from "../files/write-files.ts";
import { UsageError } from "../usage-error.ts";
import { lockMachine, type LockOwner } from "./machine-lock.ts";
import { testFolder } from "../../test/support/test-folder.ts";

let path: string;
beforeEach(() => {
  path = join(testFolder(), "bench.lock");
});

const MODULE = new URL("machine-lock.ts", import.meta.url).href;
const TSX = import.meta.resolve("tsx");

/** Runs a snippet that knows `lockMachine` and `path` in a process of its own. */
const inAnotherProcess = (snippet: string) =>
  execa(
    process.execPath,
    [
      "--import",
      TSX,
      "--input-type=module",
      "-e",
      `
    import { lockMachine } from ${JSON.stringify(MODULE)};
    const path = ${JSON.stringify(path)};
    ${snippet}
  `,
    ],
    { reject: false },
  );

async function deadOwner(token: string): Promise<LockOwner> {
  const { stdout } = await execa(process.execPath, ["-p", "process.pid"]);
  return { pid: Number(stdout), began: null, startedAt: "2026-01-01T00:00:00Z", command: "bench", token };
}

test("leaves nothing behind when it is let go", async () => {
  const lock = await lockMachine({ path });
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  lock[Symbol.dispose]();
  expect(readdirSync(join(path, ".."))).toEqual([]);
});

test("a second run waits, says for whom, and goes on when the first is done", async () => {
  const order: string[] = [];
  const first = await lockMachine({ path });
  const second = lockMachine({ path, onWait: ({ pid }) => order.push(`waits for ${pid === process.pid}`) });
  await new Promise((resolve) => setTimeout(resolve, 10));
  order.push("first is done");
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
  expect(order).toEqual(["waits for true", "first is done"]);
});

test("who waits writes nothing beside what is measured", async () => {
  using _lock = await lockMachine({ path });
  const before = statSync(join(path, "..")).mtimeMs;
  const controller = new AbortController();
  const waiting = lockMachine({ path, signal: controller.signal, onWait: () => {} });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  controller.abort();
  await expect(waiting).rejects.toThrow();
  expect(statSync(join(path, "..")).mtimeMs).toBe(before);
});

test("with noWait a second run is refused, and told who measures", async () => {
  using _lock = await lockMachine({ path });
  const refused = lockMachine({ path, noWait: true });
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(new RegExp(`process ${process.pid} measures since .*--no-wait`));
});

test("waiting ends with its signal", async () => {
  using _lock = await lockMachine({ path });
  const controller = new AbortController();
  const waiting = lockMachine({ path, signal: controller.signal, onWait: () => controller.abort() });
  await expect(waiting).rejects.toThrow(/aborted/);
});

test("the lock of a process that was killed is taken over", async () => {
  const child = inAnotherProcess(`
    await lockMachine({ path });
    console.log("locked");
    setInterval(() => {}, 1000);
  `);
  await once(child.stdout, "data");
  await expect(lockMachine({ path, noWait: true })).rejects.toThrow(UsageError);
  child.kill("SIGKILL");
  expect(await child).toMatchObject({ signal: "SIGKILL" });
  const lock = await lockMachine({ path, noWait: true });
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  lock[Symbol.dispose]();
});

test("a killed owner is succeeded, and so is a successor that was killed before it could", async () => {
  writeFileSync(path, JSON.stringify(await deadOwner("t1")));
  writeFileSync(`${path}.after-t1`, JSON.stringify(await deadOwner("t2")));
  const lock = await lockMachine({ path, noWait: true });
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  expect(readdirSync(join(path, ".."))).toEqual(["bench.lock"]);
  lock[Symbol.dispose]();
  expect(existsSync(path)).toBe(false);
});

test.runIf(process.platform === "linux")("a process number that was used again is not the owner", async () => {
  writeFileSync(path, JSON.stringify({ ...(await deadOwner("t1")), pid: process.pid, began: "1" }));
  const lock = await lockMachine({ path, noWait: true });
  lock[Symbol.dispose]();
});

test("of many who find a dead owner's lock, one at a time gets it", async () => {
  writeFileSync(path, JSON.stringify(await deadOwner("t1")));
  const log = `${path}.log`;
  const runs = Array.from({ length: 4 }, () =>
    inAnotherProcess(`
      import { appendFileSync } from "node:fs";
      for (let i = 0; i < 3; i++) {
        const lock = await lockMachine({ path });
        appendFileSync(${JSON.stringify(log)}, "in ");
        await new Promise((resolve) => setTimeout(resolve, 5));
        appendFileSync(${JSON.stringify(log)}, "out ");
        lock[Symbol.dispose]();
      }
    `),
  );
  await Promise.all(runs);
  expect(readFileSync(log, "utf8")).toBe("in out ".repeat(12));
  expect(readdirSync(join(path, ".."))).toEqual(["bench.lock.log"]);
});

test.each([
  ["empty, as a crash of the system leaves it", ""],
  ["half of one", '{"pid":1,"beg'],
  ["of another shape", '{"pid":"1"}'],
  ["of no process", JSON.stringify({ pid: -1, began: null, startedAt: "", command: "", token: "t" })],
  ["whose token leads elsewhere", JSON.stringify({ pid: 1, began: "1", startedAt: "", command: "", token: "../../t" })],
])("a lock that names no owner blocks nobody: %s", async (_, text) => {
  writeFileSync(path, text);
  const lock = await lockMachine({ path, noWait: true });
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  lock[Symbol.dispose]();
  expect(readdirSync(join(path, ".."))).toEqual([]);
});

test.each([
  ["a folder", () => mkdirSync(path)],
  ["a link to nothing", () => symlinkSync("nothing", path)],
  ["a link in a circle", () => symlinkSync("bench.lock", path)],
])("what cannot be a lock is told of, and left alone: %s", async (_, make) => {
  make();
  await expect(lockMachine({ path })).rejects.toThrow(UsageError);
  await expect(lockMachine({ path })).rejects.toThrow(
    `Cannot measure now: wanted the lock "${path}", found something else than a file: remove it when nothing measures`,
  );
  expect(readdirSync(join(path, ".."))).toEqual(["bench.lock"]);
});

test("a successor that succeeds itself is told of, and not followed for ever", async () => {
  writeFileSync(path, JSON.stringify(await deadOwner("t1")));
  writeFileSync(`${path}.after-t1`, JSON.stringify(await deadOwner("t1")));
  await expect(lockMachine({ path, noWait: true })).rejects.toThrow("found one that succeeds itself");
});

test("where there can be no lock, the reason is told", async () => {
  await expect(lockMachine({ path: "/proc/nope/bench.lock" })).rejects.toThrow(WriteError);
});
