import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { plan as planSchema, type Plan } from "@triathlon/core/results/plan";
import type { Description } from "@triathlon/core/workloads/workload";
import { beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../usage-error.ts";
import { type Available, type Choices, expectedBlockSeconds, makePlan } from "./make-plan.ts";
import { describePlan } from "./describe.ts";
import { executionsOfBlock } from "./bench-study.ts";
import { humanSeconds } from "../../study/progress.ts";
import type { FoundWorkload } from "./workloads.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const folder = testFolder();

function workload(name: string, more: Partial<Description> = {}): FoundWorkload {
  const size = { parameters: { n: 1 }, iterations: 2, warmups: 1, sequentialSeconds: 0.1 };
  const description: Description = {
    name,
    title: name,
    kind: "CPU",
    summary: "",
    sizes: { small: size, medium: size, large: size },
    defaultSizes: ["medium"],
    concurrency: 16,
    ...more,
  };
  return { url: `file:///${name}.ts`, description, hasPages: false };
}

const runtime = (name: string) => ({
  name,
  title: name,
  version: "1.2.3",
  engine: null,
  binary: `/${name}`,
  entry: "/entry.ts",
  arguments: [],
  environment: {},
});

const wide = {
  parameters: {},
  iterations: 1,
  warmups: 0,
  sequentialSeconds: 0.1,
  models: ["async" as const],
  concurrency: 1_000,
};
const tables = workload("load-tables", { workers: 3, concurrency: 3, kind: "waiting", takesFiles: true });
tables.description = {
  ...tables.description,
  sizes: { ...tables.description.sizes, wide },
  defaultSizes: ["medium", "wide"],
};

const available: Available = {
  runtimes: [runtime("bun"), { name: "deno", title: "Deno", reason: "it is not here" }, runtime("node")],
  workloads: [workload("empty"), tables, workload("sum-of-squares")],
  timer: "built-in",
};

const make = (choices: Partial<Choices> = {}): Promise<Plan> =>
  makePlan({ mode: "default", seed: 7, ...choices }, available, "id");

describe("makePlan()", () => {
  test("the same choices and seed give the same bytes", async () => {
    const [first, second] = [await make({ mode: "full" }), await make({ mode: "full" })];
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
    expect(planSchema.parse(first)).toEqual(first);
  });

  test("a default run takes each workload's default sizes, and one that is meant for some models where it is named", async () => {
    const { cells } = await make();
    expect(cells).toHaveLength(3 * 4 * 3);
    expect(new Set(cells.map(({ size }) => size))).toEqual(new Set(["medium"]));
    const named = await make({ workloads: ["load-tables"] });
    expect(new Set(named.cells.filter(({ size }) => size === "wide").map(({ model }) => model))).toEqual(
      new Set(["async"]),
    );
  });

  test("a smoke run takes every cell at its smallest size, once, and nothing is thrown away", async () => {
    const plan = await make({ mode: "smoke" });
    expect(plan).toMatchObject({ discardedBlocks: 0, timedBlocks: 1, memoryBlocks: 0, lagBlocks: 0 });
    expect(new Set(plan.cells.map(({ size }) => size))).toEqual(new Set(["small"]));
    expect(plan.cells).toHaveLength(3 * 4 * 3);
  });

  test("a full run takes the sizes between the smallest and the largest, and those of their own", async () => {
    const { cells } = await make({ mode: "full" });
    expect(new Set(cells.map(({ size }) => size))).toEqual(new Set(["medium", "wide"]));
    expect(cells).toHaveLength(3 * (3 * 4 + 1));
  });

  test("a full run has so many passes that it shows whether they have settled, and expects as much more time", async () => {
    const [full, fewer] = [await make({ mode: "full" }), await make({ mode: "default" })];
    expect(new Set(full.cells.map(({ iterations }) => iterations))).toEqual(new Set([5]));
    expect(full.cells[0]!.expectedSeconds).toBeGreaterThan(fewer.cells[0]!.expectedSeconds);
  });

  test("a workload of one or two sizes is in a full run too", async () => {
    const size = { parameters: { n: 1 }, iterations: 7, warmups: 1, sequentialSeconds: 0.1 };
    const small = [workload("one", { sizes: { a: size } }), workload("two", { sizes: { a: size, b: size } })];
    const { cells } = await makePlan({ mode: "full", seed: 7 }, { ...available, workloads: small }, "id");
    expect(new Set(cells.map((cell) => [cell.workload, cell.size, cell.iterations].join(" ")))).toEqual(
      new Set(["one a 7", "two b 7"]),
    );
  });

  test("a quick run takes only what leaves room for enough blocks, the most telling workload first", async () => {
    const { cells } = await make({ mode: "quick", budgetSeconds: 40 });
    expect(new Set(cells.map((cell) => cell.workload))).toEqual(new Set(["sum-of-squares"]));
  });

  test("a run of five minutes leaves out what there is no time for, and names it; a full one takes all", async () => {
    const short = await make({ mode: "default", budgetSeconds: 100 });
    expect(new Set(short.cells.map((cell) => cell.workload))).toEqual(new Set(["sum-of-squares"]));
    expect(short.leftOut).toEqual(["empty", "load-tables"]);
    expect(describePlan(short, { pace: null, lanesSeconds: 0 })).toContain(
      "Left out, so that what is measured in 1 min 40 s can have verdicts: empty, load-tables: --full takes all",
    );
    expect((await make({ mode: "default", budgetSeconds: 10_000 })).leftOut).toEqual([]);
    expect((await make({ mode: "full", budgetSeconds: 1 })).leftOut).toEqual([]);
    expect((await make({ mode: "default", budgetSeconds: 1, blocks: 1 })).leftOut).toEqual([]);
  });

  test("what explains the figures of others is left to full runs, and to those who name it", async () => {
    const pages = workload("pages", { explains: "load-tables", besides: [2] });
    const plan = (choices: Partial<Choices>) =>
      makePlan(
        { mode: "default", seed: 7, runtimes: ["node"], budgetSeconds: 10_000, ...choices },
        { ...available, workloads: [...available.workloads, pages] },
        "id",
      );
    const cellsOfPages = async (choices: Partial<Choices>) =>
      (await plan(choices)).cells.filter((cell) => cell.workload === "pages").length;
    expect(await cellsOfPages({})).toBe(0);
    expect(await cellsOfPages({ mode: "full" })).toBe(5);
    expect(await cellsOfPages({ workloads: ["pages"] })).toBe(5);
  });

  test("a quick run takes the workloads that are named, whatever they take", async () => {
    const { cells } = await make({ mode: "quick", budgetSeconds: 1, workloads: ["empty", "load-tables"] });
    expect(new Set(cells.map((cell) => cell.workload))).toEqual(new Set(["empty", "load-tables"]));
  });

  test("workers and concurrency are the workload's, the size's, or as asked", async () => {
    const inFlight = async (choices: Partial<Choices>) =>
      (await make({ runtimes: ["node"], workloads: ["load-tables"], ...choices })).cells.map(
        ({ model, size, workers, concurrency }) => [model, size, workers, concurrency],
      );
    expect(await inFlight({})).toEqual([
      ["sequential", "medium", 1, null],
      ["async", "medium", 1, 3],
      ["threading", "medium", 3, null],
      ["multiprocessing", "medium", 3, null],
      ["async", "wide", 1, 1_000],
    ]);
    expect(await inFlight({ workers: 5, sizes: ["medium"] })).toEqual([
      ["sequential", "medium", 1, null],
      ["async", "medium", 1, 3],
      ["threading", "medium", 5, null],
      ["multiprocessing", "medium", 5, null],
    ]);
  });

  test("async and workers meet at equal numbers in flight where a workload asks for it", async () => {
    const pages = workload("pages", { besides: [2], eachWorkerBesides: [8] });
    const { cells } = await makePlan(
      { mode: "full", seed: 7, runtimes: ["node"] },
      { ...available, workloads: [pages] },
      "id",
    );
    expect(cells.map(({ model, workers, concurrency }) => [model, workers, concurrency])).toEqual([
      ["sequential", 1, null],
      ["async", 1, 2],
      ["async", 1, 16],
      ["threading", 2, null],
      ["threading", 2, 16],
      ["multiprocessing", 2, null],
      ["multiprocessing", 2, 16],
    ]);
  });

  test("a guest is measured where it is named, and not otherwise", async () => {
    const guest = { ...runtime("guest"), entry: "/entry.xy" };
    const more = { ...available, runtimes: [...available.runtimes, guest], guests: ["guest"] };
    const plan = (choices: Partial<Choices>) => makePlan({ mode: "smoke", seed: 7, ...choices }, more, "id");
    const runtimesOf = async (choices: Partial<Choices>) =>
      new Set((await plan(choices)).cells.map((cell) => cell.runtime));
    expect(await runtimesOf({})).toEqual(new Set(["bun", "deno", "node"]));
    expect(await runtimesOf({ runtimes: ["guest", "node"] })).toEqual(new Set(["guest", "node"]));
    const built = await plan({ runtimes: ["guest", "node"], profile: "built" });
    expect(built.unavailable).toEqual([
      {
        runtime: "guest",
        reason: expect.stringMatching(/^the programs of guest are not TypeScript: leave out --built/),
      },
    ]);
    expect((await plan({ runtimes: ["guest"] })).unavailable).toEqual([]);
  });

  test("a runtime that is not here keeps its cells, with the reason beside", async () => {
    const plan = await make();
    expect(plan.unavailable).toEqual([{ runtime: "deno", reason: "it is not here" }]);
    expect(plan.cells.some((cell) => cell.runtime === "deno")).toBe(true);
  });

  test("a seed nobody gave is drawn", async () => {
    const seeds = await Promise.all([make({ seed: undefined }), make({ seed: undefined })]);
    expect(seeds[0].seed).not.toBe(seeds[1].seed);
  });

  test.each<[Partial<Choices>, RegExp]>([
    [{ runtimes: ["node", "nodd"] }, /--runtime must be among bun, deno, node: found "nodd"$/],
    [
      { models: ["threads"] },
      /--model must be among sequential, async, threading, multiprocessing, distributed: found "threads"$/,
    ],
    [{ workloads: ["full"] }, /--workload must be among empty, load-tables, sum-of-squares: found "full"$/],
    [{ sizes: ["tiny"] }, /--size must be among small, medium, large, wide: found "tiny"$/],
    [{ sizes: ["wide"], models: ["threading"] }, /"load-tables" at size "wide" runs in async only/],
    [{ workloads: ["./missing.ts"] }, /Cannot load the workload ".\/missing.ts": there is no such file/],
    [{ files: join(folder, "missing") }, /wanted a folder that can be read, found nothing there$/],
    [{ files: folder, workloads: ["empty"] }, /none of the selected workloads reads a folder/],
  ])("%o is refused", async (choices, message) => {
    const refused = await make(choices).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as Error).message).toMatch(message);
  });

  describe("with a workload from outside", () => {
    beforeAll(() => {
      const size = "{ parameters: {}, iterations: 1, warmups: 0, sequentialSeconds: 0.1 }";
      const description = (name: string, sizes: string) =>
        `export const [tasks, inputs, run, expected] = [0, 0, 0, 0].map(() => () => ({})); export const description = { name: "${name}", title: "t", kind: "CPU", summary: "", sizes: { ${sizes} }, defaultSizes: ["a"], concurrency: 1 };`;
      writeFileSync(join(folder, "mine.ts"), description("mine", `a: ${size}`));
      writeFileSync(join(folder, "same.ts"), description("empty", `a: ${size}`));
      writeFileSync(join(folder, "wrong.ts"), description("wrong", `b: ${size}`));
      writeFileSync(join(folder, "kind.ts"), description("kind", `a: ${size}`).replace("CPU", "thinking"));
      writeFileSync(join(folder, "bare.ts"), "export const description = { name: 'none' };");
      writeFileSync(
        join(folder, "default.ts"),
        "export default { description: 1, tasks: 1, inputs: 1, run: 1, expected: 1 };",
      );
      writeFileSync(
        join(folder, "getter.ts"),
        "export const [tasks, inputs, run, expected] = [1, 1, 1, 1];\nexport const description = { get name() { throw new Error('boom'); } };\n",
      );
      writeFileSync(join(folder, "name.ts"), "const a = 1;\nexport const b = a;\nexport const c = nowhere;\n");
    });

    test("it gets every cell", async () => {
      const plan = await make({ workloads: [join(folder, "mine.ts")] });
      expect(plan.cells).toHaveLength(12);
      expect(plan.workloads["mine"]?.url).toMatch(/^file:.*mine\.ts$/);
    });

    test.each([
      ["same.ts", /two workloads have the name "empty"/],
      ["wrong.ts", /wanted "defaultSizes" among its sizes b: found "a"/],
      ["kind.ts", /wanted an export "description"[^]*"overhead"[^]*at kind/],
      ["bare.ts", /wanted the exports description, .*; found none named tasks, inputs, run, expected$/],
      ["default.ts", /found none named .*, which the default export has: export each by its name$/],
      ["getter.ts", /Error: boom, in line 2$/],
      ["name.ts", /nowhere is not defined, in line 3$/],
    ])("%s is refused", async (file, message) => {
      await expect(make({ workloads: ["empty", join(folder, file)] })).rejects.toThrow(message);
    });
  });
});

describe("executionsOfBlock()", () => {
  test("every block holds every cell once, in an order of its own", async () => {
    const plan = { ...(await make()), timedBlocks: 4, ghostsPerBlock: 0 };
    const orders = [0, 1, 2, 3, 4, 5].map((block) => executionsOfBlock(plan, block));
    for (const order of orders) {
      expect(order).toHaveLength(plan.cells.length);
      expect(new Set(order.map(({ cell }) => cell))).toEqual(new Set(plan.cells));
    }
    expect(new Set(orders.map((order) => order.map(({ cell }) => plan.cells.indexOf(cell)).join())).size).toBe(6);
  });

  test("first comes what is thrown away, then what is timed, then the memory pass, then the lag pass", async () => {
    const plan = { ...(await make()), timedBlocks: 2 };
    const kinds = [0, 1, 2, 3, 4].map((block) => {
      const [first] = executionsOfBlock(plan, block);
      return [first?.discarded, first?.pass];
    });
    expect(kinds).toEqual([
      [true, "time"],
      [false, "time"],
      [false, "time"],
      [false, "memory"],
      [false, "lag"],
    ]);
  });

  test("the order of a block does not depend on how many there will be", async () => {
    const plan = await make();
    expect(executionsOfBlock(plan, 0)).toEqual(executionsOfBlock({ ...plan, timedBlocks: 9 }, 0));
  });
});

test("a dry run names cells, blocks and time", async () => {
  const plan = await make({ runtimes: ["node", "deno"], workloads: ["load-tables"] });
  const text = describePlan(plan, { pace: null, lanesSeconds: 0 });
  expect(text).toContain("Cells: 10");
  expect(text).toContain("node threading load-tables medium (3 workers)");
  expect(text).toContain("node async load-tables wide (1000 in flight)");
  expect(text).toContain("Not measured: deno: it is not here");
  expect(text).toMatch(/Blocks: 1 thrown away, about \d+ timed, 1 for memory, 1 for the delay of the loop/);
  expect(text).toContain("Noise: 1 ghost in each timed block, disturbed executions repeated at most 2 times");
});

test("a dry run counts every block and the lanes, at the pace of this machine", async () => {
  const plan = await make({ runtimes: ["node"], workloads: ["empty"], models: ["async"], blocks: 10 });
  const one = expectedBlockSeconds(plan);
  // One is thrown away, ten are timed and hold a ghost each; memory takes 0.75 of one, and the loop's delay 0.8.
  const seconds = 2 * (one * (1 + 20 + 0.75 + 0.8) + 30);
  const text = describePlan(plan, { pace: 2, lanesSeconds: 30 });
  expect(text).toContain(
    `Expected: about ${humanSeconds(seconds)} of at most 5 min, 23 executions, by a few that were`,
  );
  expect(text).toContain("they took 2.00 times what a current machine takes");
});
