import { describe, expect, it } from "vitest";
import { Call } from "./call.ts";
import { TaskError, WorkerDied } from "./errors.ts";
import { PoisonGuard, PoisonTask } from "./poison.ts";

const owner = { interrupted: () => {}, settled: () => {} };

function submit(
  guard: PoisonGuard,
  task: string,
  args: unknown[] = [],
): { call: Call; refused: () => Promise<unknown> } {
  const call = new Call(task, args, {}, owner);
  const outcome = call.promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  guard.submitted(call);
  return { call, refused: () => (call.settled ? outcome : Promise.resolve()) };
}

function kill(guard: PoisonGuard, task: string, args: unknown[] = []): void {
  const { call } = submit(guard, task, args);
  guard.settled(call, new WorkerDied(task, "12/3", { exitCode: null, signal: "SIGKILL" }));
}

describe("PoisonGuard", () => {
  it("refuses a call that ended three workers, with the evidence", async () => {
    const guard = new PoisonGuard();
    for (let time = 0; time < 3; time++) {
      expect(await submit(guard, "work", [1]).refused()).toBeUndefined();
      kill(guard, "work", [1]);
    }
    const error = (await submit(guard, "work", [1]).refused()) as PoisonTask;
    expect(error).toBeInstanceOf(PoisonTask);
    const evidence = error.deaths.map(({ worker, exitCode, signal }) => [worker, exitCode, signal].join());
    expect(evidence).toEqual(Array(3).fill("12/3,,SIGKILL"));
    expect(error.message).toMatch(
      /^Cannot run task "work": wanted .*, found 3 that died of it: worker 12\/3 at .*SIGKILL/,
    );
    expect(await submit(guard, "work", [2]).refused()).toBeUndefined();
    expect(await submit(guard, "other", [1]).refused()).toBeUndefined();
  });

  it("counts from the last time that the call was answered, with a value or an error", async () => {
    for (const answer of [undefined, new TaskError("work", new Error("of its own"))]) {
      const guard = new PoisonGuard({ limit: 2 });
      kill(guard, "work");
      guard.settled(submit(guard, "work").call, answer);
      kill(guard, "work");
      expect(await submit(guard, "work").refused()).toBeUndefined();
      kill(guard, "work");
      expect(await submit(guard, "work").refused()).toBeInstanceOf(PoisonTask);
    }
  });

  it("blames no call for a worker that never was ready", async () => {
    const guard = new PoisonGuard({ limit: 1 });
    const { call } = submit(guard, "work");
    guard.settled(call, new WorkerDied(null, "", { exitCode: 1, signal: null }));
    expect(await submit(guard, "work").refused()).toBeUndefined();
  });

  it("leaves alone what JSON cannot show, and computes nothing while nothing has died", async () => {
    const guard = new PoisonGuard({ limit: 1 });
    const loud = { toJSON: () => expect.unreachable("the arguments were read") };
    expect(await submit(guard, "work", [loud]).refused()).toBeUndefined();
    kill(guard, "other", [1]);
    expect(await submit(guard, "work", [loud]).refused()).toBeUndefined();
    kill(guard, "big", [1n]);
    expect(await submit(guard, "big", [1n]).refused()).toBeUndefined();
  });

  it("takes another word for sameness, and forgives", async () => {
    const guard = new PoisonGuard({ limit: 1, by: ({ args }) => String(args[0]) });
    kill(guard, "work", ["tenant"]);
    expect(await submit(guard, "other", ["tenant"]).refused()).toBeInstanceOf(PoisonTask);
    guard.forgive();
    expect(await submit(guard, "other", ["tenant"]).refused()).toBeUndefined();
    expect(() => new PoisonGuard({ limit: 0 })).toThrow(RangeError);
  });
});
