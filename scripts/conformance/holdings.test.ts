/** What a process holds is seen from outside. Without `/proc` there is nothing to look at. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { holdingsOf } from "./holdings.ts";

const look = () => holdingsOf(process.pid) ?? { threads: NaN, descriptors: NaN, children: NaN };

describe.skipIf(!existsSync("/proc/self/fd"))("holdings", () => {
  it("count descriptors", () => {
    const before = look();
    const descriptor = openSync("/dev/null", "r");
    expect(look().descriptors).toBe(before.descriptors + 1);
    closeSync(descriptor);
    expect(look().descriptors).toBe(before.descriptors);
  });

  it("count children, until they have ended", async () => {
    const before = look();
    const child = spawn("sleep", ["60"]);
    expect(look().children).toBe(before.children + 1);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(look().children).toBe(before.children);
  });

  it("count threads", async () => {
    const before = look();
    const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
    await once(worker, "online");
    expect(look().threads).toBeGreaterThan(before.threads);
    await worker.terminate();
  });
});

it("there are none of a process that is not there", () => {
  expect(holdingsOf(undefined)).toBeNull();
  expect(holdingsOf(2 ** 30)).toBeNull();
});
