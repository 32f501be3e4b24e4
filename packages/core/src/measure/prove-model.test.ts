import process from "node:process";
import { describe, expect, it } from "vitest";
import type { Executor } from "../pool/tasks.ts";
import type { MeasureOrder } from "../results/order.ts";
import { proveModel } from "./prove-model.ts";
import type { Testimony } from "./witness.ts";

const here = { worker: String(process.pid), processId: process.pid };
const thread = (id: number) => ({ worker: `${process.pid}/${id}`, processId: process.pid });
const child = (processId: number) => ({ worker: String(processId), processId });
const at = <Who>(who: Who, startedAt: number, endedAt: number): Who & { startedAt: number; endedAt: number } => ({
  ...who,
  startedAt,
  endedAt,
});

/** An executor whose tasks say what they are told to say. */
function prove(model: MeasureOrder["model"], testimonies: Testimony[], workers = 2) {
  let said = 0;
  const executor = {
    submit: async () => ({ value: "unwrapped", testimony: testimonies[said++ % testimonies.length] }),
  } as unknown as Executor<object>;
  const run = async (witnessing: Executor<object>): Promise<void> => {
    const submit = (witnessing as Executor<{ task(): string }>).submit.bind(witnessing);
    for (const _ of testimonies) expect(await submit("task", [])).toBe("unwrapped");
  };
  return proveModel({ model, workers } as MeasureOrder, executor, run);
}

describe("proveModel()", () => {
  it("takes threads of this process for threading, with their intervals and overlap", async () => {
    const proof = await prove("threading", [at(thread(1), 10, 14), at(thread(2), 12, 15), at(thread(1), 14, 15)]);
    expect(proof.workerIds).toEqual([`${process.pid}/1`, `${process.pid}/2`]);
    expect(proof.workIntervals[0]).toEqual({ worker: `${process.pid}/1`, tasks: 2, startedAt: 10, endedAt: 15 });
    expect(proof.overlapSeconds).toBe(3);
  });

  it("finds no overlap where workers take turns: a serial pool", async () => {
    const proof = await prove("threading", [at(thread(1), 10, 11), at(thread(2), 11, 12)]);
    expect(proof.overlapSeconds).toBe(0);
  });

  it("finds no overlap between tasks of one worker", async () => {
    expect((await prove("async", [at(here, 10, 12), at(here, 11, 13)], 1)).overlapSeconds).toBe(0);
  });

  it.each([
    ["threading", "tasks ran in the main thread", [at(here, 0, 1), at(thread(1), 0, 1)]],
    ["threading", "tasks ran in another process", [at(child(1), 0, 1), at(child(2), 0, 1)]],
    ["threading", "one worker did it all", [at(thread(1), 0, 1), at(thread(1), 1, 2)]],
    ["multiprocessing", "tasks ran in threads", [at(thread(1), 0, 1), at(thread(2), 0, 1)]],
    ["multiprocessing", "one worker did it all", [at(child(1), 0, 1), at(child(1), 1, 2)]],
    ["sequential", "tasks ran in a thread", [at(thread(1), 0, 1)]],
    ["async", "tasks ran in a process", [at(child(1), 0, 1)]],
    ["async", "no task ran", []],
  ] as const)("refuses %s when %s", async (model, _why, testimonies) => {
    await expect(prove(model, [...testimonies])).rejects.toThrow(/^not /);
  });
});
