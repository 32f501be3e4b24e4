import { describe, expect, test } from "vitest";
import { createProgress, isLive, type Progress, type Standing } from "./progress.ts";

const standing: Standing = {
  blocks: 3,
  ofBlocks: 9,
  completed: 285,
  failed: 0,
  skipped: 0,
  elapsedSeconds: 65.4,
  leftSeconds: 130,
};

/** What a progress writes to a terminal, with the clock in the test's hand. */
class Written {
  text = "";
  seconds = 1000;
  readonly progress: Progress;

  constructor(environment: NodeJS.ProcessEnv = {}, more: { isTTY?: boolean; columns?: number; label?: string } = {}) {
    const { isTTY = true, columns = 100, label = "" } = more;
    const write = (text: string): boolean => {
      this.text += text;
      return true;
    };
    const stream = { isTTY, columns, write } as NodeJS.WriteStream;
    this.progress = createProgress({ label, stream, environment, now: () => this.seconds });
  }

  /** Executions of a second each, a block after so many. How long it was silent each time before it spoke, in seconds. */
  silences(executions: number, perBlock: number): number[] {
    const silences: number[] = [];
    let last = this.seconds;
    const listening = (say: () => void): void => {
      const before = this.text.length;
      say();
      if (this.text.length === before) return;
      silences.push(this.seconds - last);
      last = this.seconds;
    };
    for (let done = 0; done < executions; done++) {
      listening(() => this.progress.executing("node/async/empty/small", standing));
      this.seconds++;
      if ((done + 1) % perBlock === 0) listening(() => this.progress.blockFinished(standing));
    }
    return silences;
  }
}

test.each([
  ["in a terminal", true, { TERM: "xterm-256color" }, true],
  ["off a terminal", undefined, {}, false],
  ["in turbo's pseudo-terminal", true, { TERM: "xterm", TURBO_HASH: "82af450fa7960cfb" }, false],
  ["in Nx's", true, { NX_TASK_TARGET_PROJECT: "bench" }, false],
  ["in Lerna's", true, { LERNA_PACKAGE_NAME: "bench" }, false],
  ["in a terminal of continuous integration", true, { CI: "true" }, false],
  ["in a terminal that says it is dumb", true, { TERM: "dumb" }, false],
  ["where a variable is set to nothing", true, { CI: "" }, true],
])("%s a line can be written over: isTTY %s, %j: %s", (_, isTTY, environment, live) => {
  expect(isLive(isTTY === undefined ? {} : { isTTY }, environment)).toBe(live);
});

describe("in turbo's pseudo-terminal", () => {
  const turbo = { TERM: "xterm-256color", TURBO_HASH: "82af450fa7960cfb" };

  test("lines are whole, with block, time gone and time left", () => {
    const written = new Written(turbo);
    {
      using progress = written.progress;
      const unknown = { ...standing, blocks: 0, ofBlocks: null, elapsedSeconds: 0, leftSeconds: null };
      progress.executing("node/threading/blur-image/medium", { ...unknown, mostLeftSeconds: 300 });
      progress.blockFinished({ ...standing, skipped: 4 });
      written.seconds += 10;
      progress.executing("deno/async/empty/small", { ...standing, failed: 1 });
      written.seconds += 10;
      progress.step("writing the report");
      progress.blockFinished({ ...standing, ofBlocks: null, leftSeconds: null });
    }
    expect(written.text).toBe(
      [
        "block 1, 0 s gone, at most 5 min left: node/threading/blur-image/medium",
        "block 3 of 9, 1 min 5 s gone, about 2 min 10 s left: 285 completed, 0 failed, 4 skipped",
        "block 4 of 9, 1 min 5 s gone, about 2 min 10 s left: deno/async/empty/small, 1 failed",
        "writing the report",
        "block 3, 1 min 5 s gone: 285 completed, 0 failed\n",
      ].join("\n"),
    );
  });

  test("there is a line at once, and from then on about every ten seconds", () => {
    const silences = new Written(turbo).silences(300, 300);
    expect(silences).toHaveLength(31);
    expect(silences[0]).toBe(0);
    expect(Math.max(...silences)).toBe(10);
  });

  test("where blocks are short there is one line for each, and none between them", () => {
    expect(new Written(turbo).silences(90, 9)).toEqual([0, ...Array<number>(10).fill(9)]);
  });

  test("a run of two hours is not silent for longer than two minutes, and has not many hundreds of lines", () => {
    const silences = new Written(turbo).silences(7200, 7200);
    expect(Math.max(...silences)).toBeLessThanOrEqual(120);
    expect(silences.length).toBeLessThan(220);
  });

  test("what is to be kept is said at once, however much was said before", () => {
    const written = new Written(turbo, { label: "trial-1: " });
    for (const line of ["failed: one", "failed: another"]) written.progress.note(line);
    expect(written.text).toBe("trial-1: failed: one\ntrial-1: failed: another\n");
  });
});

/** Back to the start of the row, and the row emptied. */
const CLEARED = "\r\u001B[K";

describe("in a terminal", () => {
  test("each line is written over the one before, no longer than a row, and none is left at the end", () => {
    const written = new Written({}, { columns: 40 });
    {
      using progress = written.progress;
      progress.step("preparing blur-image medium");
      progress.executing("node/threading/blur-image/medium", standing);
      progress.blockFinished({ ...standing, ofBlocks: null, leftSeconds: null });
    }
    expect(written.text.split(CLEARED)).toEqual([
      "",
      "preparing blur-image medium",
      "block 4 of 9, 1 min 5 s gone, about 2 m",
      "block 3, 1 min 5 s gone: 285 completed,",
      "",
    ]);
  });

  test("what is to be kept stays above the live line", () => {
    const written = new Written();
    using progress = written.progress;
    progress.step("preparing empty small");
    progress.note("failed: one");
    progress.step("preparing empty large");
    expect(written.text.split(CLEARED)).toEqual([
      "",
      "preparing empty small",
      "failed: one\n",
      "preparing empty large",
    ]);
  });

  test("a process that ends in the middle takes the live line with it, and one that is over is not cleared again", () => {
    const before = process.listeners("exit");
    const written = new Written();
    written.progress.step("preparing empty small");
    const [clear, ...more] = process.listeners("exit").filter((listener) => !before.includes(listener));
    expect(more).toEqual([]);
    clear!(130);
    expect(written.text.split(CLEARED)).toEqual(["", "preparing empty small", ""]);
    written.progress[Symbol.dispose]();
    expect(process.listeners("exit")).toEqual(before);
  });
});
