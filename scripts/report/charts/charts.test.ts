/** Every picture on one made-up run: what it says in words, what stands in its table, that it can be drawn. */
import { describe, expect, test } from "vitest";
import { analyse } from "../../analysis/analyse.ts";
import { CHARTS } from "../charts.ts";
import { pageLanes, pageRun, RUNTIMES } from "../fixtures/page-run.ts";
import { drawSvg } from "../pictures/draw-svg.ts";
import type { Absent, Material, Picture } from "../pictures/picture.ts";
import { PANEL_WIDTH } from "../pictures/picture.ts";
import { runtimeScales } from "../pictures/theme.ts";
import { readExperiments } from "../read-run.ts";

const experiments = readExperiments(new URL("../fixtures", import.meta.url).pathname);
const whole: Material = { report: analyse(pageRun()), lanes: pageLanes(), experiments };
const bare: Material = {
  report: analyse(
    pageRun({ memoryBlocks: 0, change: () => ({ outcome: "failed", reason: "no", iterationSeconds: [] }) }),
  ),
  lanes: [],
  experiments: null,
};

function pictureOf(name: string, material = whole): Picture {
  const picture = CHARTS.map((draw) => draw(material)).find((one) => one.name === name)!;
  if ("absent" in picture) throw new Error(picture.absent);
  return picture;
}

const titles = ({ panels }: Picture): string[] => panels.map(({ title }) => title);
const rowWith = ({ table }: Picture, ...cells: string[]) =>
  table.rows.find((row) => cells.every((cell) => row.includes(cell)));

describe.each(CHARTS.map((draw) => [draw(whole).name, draw] as const))("%s", (name, draw) => {
  test("is drawn on the narrowest screen, with nothing undefined in it", async () => {
    const { panels } = pictureOf(name);
    expect(panels.length).toBeGreaterThan(0);
    for (const { spec } of panels) {
      const { width, content } = await drawSvg(spec, name);
      expect(width).toBeLessThanOrEqual(PANEL_WIDTH);
      expect(content).not.toMatch(/NaN|undefined|Infinity|null/);
      expect(content).toMatch(/<(path|line|text)/);
    }
  });

  test("has a table whose rows are as long as its head, and words without a gap", () => {
    const { table, sentence, howToRead, title } = pictureOf(name);
    expect(table.rows.length).toBeGreaterThan(0);
    for (const row of table.rows) expect(row).toHaveLength(table.header.length);
    for (const text of [sentence, howToRead, title]) expect(text).toMatch(/^\S[^]*[.?]$/);
    for (const text of [sentence, ...table.rows.flat()]) expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  test("says which command measures it where the run lacks it", () => {
    const absent = draw(bare) as Absent;
    expect(absent).toMatchObject({ name, absent: expect.stringMatching(/`pnpm (bench|experiments)/) });
  });
});

describe.each([
  ["four", ["fourth"]],
  ["six", ["fourth", "fourth-interpreters", "fourth-free-threaded"]],
])("with %s runtimes", (_, others) => {
  const runtimes = [...RUNTIMES, ...others];
  const many: Material = { report: analyse(pageRun({}, runtimes)), lanes: pageLanes(runtimes), experiments };

  test.each(CHARTS.map((draw) => [draw(many).name, draw] as const))(
    "%s is drawn on the narrowest screen, with nothing undefined in it",
    async (name, draw) => {
      const picture = draw(many);
      if ("absent" in picture) throw new Error(picture.absent);
      for (const { spec } of picture.panels) {
        const { width, content } = await drawSvg(spec, name);
        expect(width).toBeLessThanOrEqual(PANEL_WIDTH);
        expect(content).not.toMatch(/NaN|undefined|Infinity|null/);
      }
    },
  );

  test("no two look alike, and the legend has each", async () => {
    const { color, shape } = runtimeScales(runtimes);
    expect(new Set(color.scale.range).size).toBe(runtimes.length);
    expect(new Set(shape.scale.range).size).toBe(runtimes.length);
    const [panel] = pictureOf("overview", many).panels;
    const { content } = await drawSvg(panel!.spec, "overview");
    for (const title of color.scale.domain) expect(content).toContain(`>${title}</text>`);
  });
});

test("overview: says for each kind of work which model leads, and names no winner over unlike work", () => {
  const picture = pictureOf("overview");
  expect(picture.sentence).toBe(
    "Waiting: async and threading (1.57–1.62×, not told apart). Fine-grained CPU: nothing is shown to beat sequential. " +
      "CPU: threading and multiprocessing (1.89–1.93×, not told apart). CPU with large data: threading (1.50×).",
  );
  expect(rowWith(picture, "Bun", "threading", "CPU")).toEqual([
    "CPU",
    "sum-of-squares, small",
    "Bun",
    "threading",
    "1.93× [1.89–1.97]",
    "yes",
  ]);
  expect(rowWith(picture, "Bun", "async", "CPU")?.at(-1)).toBe("no");
});

test("overview: a tie looks like a tie, and what leads is tinted", () => {
  const { data } = pictureOf("overview").panels[0]!.spec as unknown as {
    data: { values: { kind: string; column: string; tint?: number; leads?: boolean }[] };
  };
  const tintsOf = (kind: string) => data.values.filter((one) => one.kind === kind).flatMap(({ tint }) => tint ?? []);
  expect(tintsOf("waiting").slice(0, 2)).toEqual([1, 1]);
  expect(tintsOf("CPU")).toEqual([0, 1, 1]);
  expect(tintsOf("CPU, large data")).toEqual([0, 1, 0]);
  expect(tintsOf("CPU, small tasks")).toEqual([0, 0, 0]);
});

test("lanes: tasks that wait take as long as the longest wait, and all of them one after the other", () => {
  const picture = pictureOf("lanes-waiting");
  expect(titles(picture)).toEqual(["Node", "Deno", "Bun"]);
  expect(picture.sentence).toBe(
    "The three waits of load-tables took 162 ms in sequential, 102 ms in async, 102 ms in threading and 102 ms in " +
      "multiprocessing when they were watched.",
  );
  expect(picture.table.rows.slice(0, 3)).toEqual([
    ["Node", "sequential 1", "1", "1.00 ms", "21.0 ms"],
    ["Node", "sequential 1", "2", "21.0 ms", "61.0 ms"],
    ["Node", "sequential 1", "3", "61.0 ms", "161 ms"],
  ]);
});

test("lanes: pieces of computing are shared by the workers, and idle workers have a lane too", () => {
  const picture = pictureOf("lanes-computing");
  expect(rowWith(picture, "Bun", "process 2", "8")).toEqual(["Bun", "process 2", "8", "61.0 ms", "81.0 ms"]);
  const one = pageLanes().filter(({ workload, model }) => workload === "sum-of-squares" && model === "threading");
  const lanes = one.map((record) => ({
    ...record,
    events: record.events.filter((event) => !("call" in event) || event.worker !== 2),
  }));
  const drawn = JSON.stringify(pictureOf("lanes-computing", { ...whole, lanes }).panels[0]!.spec);
  expect(drawn).toContain('"domain":["thread 1","thread 2"]');
});

test("speed-up: marks what is beyond the cores, and fits no law to two points", () => {
  const picture = pictureOf("speed-up");
  expect(titles(picture)).toEqual(["Node, 2 cores", "Deno, 2 cores", "Bun, 2 cores"]);
  expect(picture.sentence).toBe(
    "With two workers, one for each core, the same work is 1.90 times as fast in threading and 1.90 times as fast in " +
      "multiprocessing as in one thread.",
  );
  expect(rowWith(picture, "Node", "threading", "3")).toEqual(["Node", "threading", "3", "1.90× [1.80–2.00]", "yes"]);
  expect(picture.howToRead).not.toContain("law");
});

test("speed-up: fits a law to four numbers of workers within the cores", () => {
  const { experiments } = whole;
  const [row] = experiments!.cores;
  const scaled = (workers: number) => ({ ...row!.speedUp, median: workers, interval: null });
  const cores = [1, 2, 3, 4].map((workers) => ({
    ...row!,
    model: "threading" as const,
    workers,
    speedUp: scaled(workers),
  }));
  const environment = { ...experiments!.environment, availableParallelism: 4 };
  const picture = pictureOf("speed-up", { ...whole, experiments: { ...experiments!, environment, cores } });
  expect(picture.howToRead).toContain("Thin curves are Amdahl's law");
  expect(picture.table.rows.at(-1)!.at(-1)).toBe("Amdahl, 0 % serial");
});

test("cpu-against-time: says how many cores each model used", () => {
  const picture = pictureOf("cpu-against-time");
  expect(picture.sentence).toMatch(
    /^Of 2 usable cores, sequential 0\.\d\d to 1\.00, .* by (Bun|Deno|Node) with (threading|multiprocessing)/,
  );
  expect(picture.table.rows).toHaveLength(48);
});

test("ratios: counts the cells in which a runtime is surely faster or slower", () => {
  const picture = pictureOf("ratios");
  expect(titles(picture)).toEqual(["sequential", "async", "threading", "multiprocessing"]);
  expect(picture.sentence).toBe(
    "Beside Node, Deno is faster in 0, slower in 16, equivalent in 0, differs by too little to name it in 0 and has not been told " +
      "apart in 0 of 16 cells and Bun is faster in 16, slower in 0, equivalent in 0, differs by too little to name it in 0 and " +
      "has not been told apart in 0 of 16 cells.",
  );
  expect(rowWith(picture, "count-words, small", "async", "Bun")?.[3]).toMatch(/^0\.8\d× \[0\.8\d–0\.8\d\]$/);
});

test("memory-against-time: gives the middle of each model", () => {
  expect(pictureOf("memory-against-time").sentence).toBe(
    "The middle peak memory over all cells is, by model, sequential 48.0 MiB, async 50.0 MiB, threading 75.0 MiB and " +
      "multiprocessing 150 MiB.",
  );
});

test("crossover: says from which size of a task on workers pay, by payload", () => {
  const picture = pictureOf("crossover");
  expect(titles(picture).slice(0, 2)).toEqual(["Node, threading", "Node, multiprocessing"]);
  expect(picture.sentence).toContain("threading with 1 MiB transferred pays from 232 µs to 240 µs on");
  expect(picture.table.header).toHaveLength(6);
  expect(rowWith(picture, "Node", "threading", "no payload")?.[3]).toMatch(/^20\.5 µs/);
});

test("crossover: no two payloads look alike", () => {
  for (const { spec } of pictureOf("crossover").panels) {
    // Of all that Vega-Lite allows, what this chart gives.
    const { data, layer } = spec as unknown as {
      data: { values: { payload: string; crossing: string; size: string }[] };
      layer: { encoding: Record<"color" | "shape", { scale: { range: string[] } } | undefined> }[];
    };
    const looks = new Map(data.values.map(({ payload, crossing, size }) => [payload, `${crossing} ${size}`]));
    expect(new Set(looks.values()).size).toBe(looks.size);
    const { color, shape } = layer.at(-1)!.encoding;
    for (const range of [color!.scale.range, shape!.scale.range]) expect(new Set(range).size).toBe(range.length);
  }
});

test("interference: says how many pairs are disturbed, and a pair that was not measured has a dash", () => {
  const picture = pictureOf("interference");
  expect(picture.sentence).toMatch(
    /^Of 30 pairs that were tried 6 differ from 1 .* 1 would lie .* the most, 1\.30 times as slow, Node's probe "memory" beside "allocate"/,
  );
  const labels = picture.panels.flatMap(({ spec }) =>
    (spec as unknown as { data: { values: { label: string }[] } }).data.values.map(({ label }) => label),
  );
  expect(labels.filter((label) => /\d/.test(label))).toHaveLength(6);
  expect(labels.filter((label) => label === "≈")).toHaveLength(24);
  expect(rowWith(picture, "Node", "multiprocessing", "contend on Atomics", "compute")?.at(-1)).toBe("–");
});

test("ladder: says how many were ready at once, and what ended the climb", () => {
  const picture = pictureOf("ladder");
  expect(picture.sentence).toBe(
    "Within the limits of the experiment, 1,048,576 tasks, 128 threads and 64 processes were ready at once in one program.",
  );
  expect(rowWith(picture, "Node", "thread", "64")?.at(-1)).toBe("time");
});

test("loop-delay: compares the main thread with a thread and a process", () => {
  const picture = pictureOf("loop-delay");
  expect(picture.sentence).toBe(
    "The main loop is late by up to 40.0 ms while the function runs on the main thread, 2.00 ms while the function runs in a thread and 2.00 ms while the function runs in a process.",
  );
});

test("same-twice: has every pair of a cell with itself, and says what cannot be shown", () => {
  const picture = pictureOf("same-twice");
  expect(picture.table.rows).toHaveLength(18);
  expect(picture.sentence).toMatch(
    /^Noise floor: differences below .* cannot be shown here .* from 18 pairs of the same cell/,
  );
});
