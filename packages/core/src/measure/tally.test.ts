import { describe, expect, it } from "vitest";
import type { Executor } from "../pool/tasks.ts";
import { overlapOfTimed } from "./prove-model.ts";
import { hearTallies, type Tally, TallyKeeper } from "./tally.ts";

/** Workers that tell in turn; each has its own tasks, all the same. */
function workersOf(keepers: TallyKeeper[]): Executor<object> {
  let turn = 0;
  return { submit: async () => keepers[turn++ % keepers.length]!.tell() } as unknown as Executor<object>;
}

const called = (keeper: TallyKeeper, times: number): void => {
  const task = keeper.counted(() => "done");
  for (let call = 0; call < times; call++) task();
};

describe("hearTallies()", () => {
  it("hears every worker, and each pass anew", async () => {
    const keepers = [new TallyKeeper("1", true), new TallyKeeper("2", true)];
    for (const pass of ["warm-up 1", "iteration 1"]) {
      called(keepers[0]!, 3);
      called(keepers[1]!, 5);
      const told = await hearTallies(pass, workersOf(keepers), { workers: 2, calls: 8 });
      expect(told.map(({ worker, calls }) => [worker, calls])).toEqual([
        ["1", 3],
        ["2", 5],
      ]);
    }
  });

  it.each([
    ["half of the calls", 4],
    ["none of them, the answers remembered", 0],
    ["more than in the proof", 9],
  ])("refuses a pass that made %s", async (_, made) => {
    const keeper = new TallyKeeper("1", false);
    called(keeper, made);
    await expect(hearTallies("iteration 2", workersOf([keeper]), { workers: 1, calls: 8 })).rejects.toThrow(
      `not the same work in iteration 2: wanted 8 calls of tasks, as in the proof, found ${made}`,
    );
  });
});

describe("a counted task", () => {
  it("gives and takes what the task does, and is noted to its end where it waits", async () => {
    const keeper = new TallyKeeper("1", true);
    const task = keeper.counted(async function (this: unknown, ...args: unknown[]) {
      return [this, ...args];
    });
    expect(await task.call("me", 1, 2)).toEqual(["me", 1, 2]);
    const { calls, noted } = await keeper.tell();
    expect(calls).toBe(1);
    expect(noted[0]![1]).toBeGreaterThanOrEqual(noted[0]![0]);
  });

  it("is noted for its first calls alone, and not at all in this process's own thread", async () => {
    const [worker, own] = [new TallyKeeper("1", true), new TallyKeeper("0", false)];
    called(worker, 1000);
    called(own, 1000);
    expect((await worker.tell()).noted).toHaveLength(64);
    expect(await own.tell()).toMatchObject({ calls: 1000, noted: [] });
  });
});

describe("overlapOfTimed()", () => {
  const tally = (worker: string, ...noted: [number, number][]): Tally => ({ worker, calls: noted.length, noted });
  const threading = { model: "threading", workers: 2 } as const;

  it("adds up for how long two workers were at work at once in each pass", () => {
    const passes = [
      [tally("1", [0, 4]), tally("2", [1, 3])],
      [tally("1", [10, 12]), tally("2", [11, 14])],
    ];
    expect(overlapOfTimed(threading, passes)).toBe(3);
  });

  it("finds none where they took turns once the proof was over", () => {
    expect(overlapOfTimed(threading, [[tally("1", [0, 1], [2, 3]), tally("2", [1, 2])]])).toBe(0);
  });

  it("says nothing where the calls were too short to meet", () => {
    expect(overlapOfTimed(threading, [[tally("1", [0, 0.001]), tally("2", [1, 1.001])]])).toBeNull();
  });

  it("refuses one worker that did it all", () => {
    expect(() => overlapOfTimed(threading, [[tally("1", [0, 1], [1, 2]), tally("2")]])).toThrow(
      "not threading in the timed passes: wanted 2 workers at work, found 1",
    );
  });

  it("has nothing to say of one worker", () => {
    expect(overlapOfTimed({ model: "async", workers: 1 }, [[tally("1", [0, 1])]])).toBeNull();
  });
});
