import { expect, test } from "vitest";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import { cellOf } from "../../report/fixtures/made-up-run.ts";
import { beyondBench } from "./beyond-bench.ts";

const runtime: AvailableRuntime = {
  name: "guest",
  title: "Guest",
  version: "1.2.3",
  engine: null,
  binary: "/guest",
  entry: "/entry.xy",
  arguments: [],
  environment: {},
  only: { models: ["sequential", "async", "threading"], workloads: ["empty"], callsInEachWorker: 1 },
};

const reasonFor = (model: Parameters<typeof cellOf>[1], more: Partial<ReturnType<typeof cellOf>> = {}) =>
  beyondBench([runtime], cellOf("guest", model, { workload: "empty", ...more }));

test("what a runtime's bench has a program for is measured", () => {
  expect(reasonFor("sequential")).toBeNull();
  expect(reasonFor("async", { concurrency: 16 })).toBeNull();
  expect(reasonFor("threading", { workers: 2, concurrency: null })).toBeNull();
});

test("another model, another workload and more calls in each worker have a reason", () => {
  expect(reasonFor("distributed")).toBe("the bench of Guest has no distributed: it has sequential, async, threading");
  expect(reasonFor("threading", { workload: "mine" })).toBe(
    'the bench of Guest has no program for "mine": it has empty',
  );
  expect(reasonFor("threading", { workers: 2, concurrency: 16 })).toBe(
    "a worker of Guest holds 1 call at a time: wanted 8",
  );
});

test("a runtime that says nothing of its bench can do all, and one that is not here has its own reason", () => {
  const { only: _, ...all } = runtime;
  const cell = cellOf("guest", "distributed", { workload: "mine" });
  expect(beyondBench([all], cell)).toBeNull();
  expect(beyondBench([{ name: "guest", title: "Guest", reason: "gone" }], cell)).toBeNull();
  expect(beyondBench([], cell)).toBeNull();
});
