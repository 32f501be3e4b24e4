import { expect, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import { WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { poison, type PoisonOptions, PoisonTask } from "./poison.ts";

/** What the tasks of the latest worker do: end it, hang, or answer. */
let mood: "ends its worker" | "hangs" | "answers" | "throws" = "answers";
let end = (): void => {};

function behave(value: unknown): unknown {
  if (mood === "throws") throw new Error("of its own");
  if (mood === "answers") return value;
  if (mood === "ends its worker" && value !== "innocent") end();
  return new Promise(() => {});
}
const tasks = { work: (...args: unknown[]) => behave(args[0]), other: (...args: unknown[]) => behave(args[0]) };

function guarded(options?: PoisonOptions, rest?: WorkerPoolOptions) {
  const ability = poison(options);
  const { connect, all } = fakeWorkers(tasks);
  const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [ability], ...rest });
  end = () => all.at(-1)?.die({ signal: "SIGKILL" });
  /** Has a worker die of the call. */
  const kill = async (task: keyof typeof tasks, ...args: unknown[]): Promise<void> => {
    mood = "ends its worker";
    await expect(pool.submit(task, args)).rejects.toThrow("died while it ran");
    mood = "answers";
  };
  /** With what the call is refused, if it is. */
  const refused = async (task: keyof typeof tasks, ...args: unknown[]): Promise<PoisonTask | undefined> => {
    mood = "hangs";
    const controller = new AbortController();
    const call = pool.submit(task, args, { signal: controller.signal }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 0));
    controller.abort();
    const outcome = await call;
    mood = "answers";
    return outcome instanceof PoisonTask ? outcome : undefined;
  };
  return { ability, all, pool, kill, refused, [Symbol.asyncDispose]: () => pool.terminate() };
}

test("a call that ended three workers is refused, with the evidence", async () => {
  await using guard = guarded({}, { grace: 0 });
  for (let time = 0; time < 3; time++) {
    expect(await guard.pool.submit("work", [0])).toBe(0);
    await guard.kill("work", 1);
  }
  const error = await guard.refused("work", 1);
  expect(error).toBeInstanceOf(PoisonTask);
  const evidence = error?.deaths.map(({ worker, exitCode, signal, when }) => [
    worker,
    exitCode,
    signal,
    when instanceof Date,
  ]);
  expect(evidence).toEqual([0, 1, 2].map((number) => [`fake/${number}`, 1, "SIGKILL", true]));
  expect(error?.task).toBe("work");
  expect(error?.message).toMatch(
    /^Cannot run task "work": wanted .*, found 3 that died of it: worker fake\/0 at .*SIGKILL/,
  );
  expect(guard.all).toHaveLength(3);
  expect(await guard.refused("work", 2)).toBeUndefined();
  expect(await guard.refused("other", 1)).toBeUndefined();
});

test("a pool goes on and closes after it has refused a call", async () => {
  await using guard = guarded({ limit: 1 });
  await guard.kill("work");
  expect(await guard.refused("work")).toBeInstanceOf(PoisonTask);
  expect(await guard.pool.submit("work", [3])).toBe(3);
  await guard.pool.close();
});

test.each(["answers", "throws"] as const)("deaths do not count once the call %s", async (how) => {
  await using guard = guarded({ limit: 2 });
  await guard.kill("work");
  mood = how;
  await guard.pool.submit("work", []).catch(() => {});
  await guard.kill("work");
  expect(await guard.refused("work")).toBeUndefined();
});

test("a worker that was never ready is no call's fault", async () => {
  const { connect, all } = fakeWorkers(tasks, { serves: (number) => number > 0 });
  await using pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [poison({ limit: 1 })] });
  const call = pool.submit("work", [1]);
  all[0]?.die();
  await expect(call).rejects.toThrow("before it was ready");
  expect(await pool.submit("work", [1])).toBe(1);
});

test("a call whose caller has given up is not blamed for its worker's end", async () => {
  await using guard = guarded({ limit: 1 });
  await guard.refused("work"); // it hangs, and its caller gives up
  end();
  expect(await guard.pool.submit("work", [])).toBeUndefined();
});

test("all calls that a worker had are suspected, until they are answered", async () => {
  await using guard = guarded({ limit: 2 }, { tasksPerWorker: 2 });
  const together = async (bad: string): Promise<void> => {
    const innocent = guard.pool.submit("other", ["innocent"]);
    await Promise.all([expect(innocent).rejects.toThrow("died while it ran"), guard.kill("work", bad)]);
  };
  await together("bad");
  expect(await guard.pool.submit("other", ["innocent"])).toBe("innocent");
  await together("bad");
  expect(await guard.refused("work", "bad")).toBeInstanceOf(PoisonTask);
  await together("worse");
  expect(await guard.refused("other", "innocent")).toBeInstanceOf(PoisonTask);
});

test("a call that JSON cannot tell from others is not guarded", async () => {
  await using guard = guarded({ limit: 1 });
  for (const argument of [1n, new Map([["a", 1]]), new Uint8Array(2), new ArrayBuffer(1), { deep: [new Set([1])] }]) {
    await guard.kill("work", argument);
    expect(await guard.pool.submit("work", [argument])).toEqual(argument);
  }
  await guard.kill("work", { deep: [1] });
  expect(await guard.refused("work", { deep: [1] })).toBeInstanceOf(PoisonTask);
  expect(await guard.refused("work", { deep: [2] })).toBeUndefined();
});

test("arguments are not read while no call of the task has ended a worker", async () => {
  await using guard = guarded({ limit: 1 });
  await guard.kill("other", 1);
  let read = 0;
  const loud = { toJSON: () => read++ };
  await guard.pool.submit("work", [loud]).catch(() => {}); // it has a function, and is not sent
  expect(read).toBe(0);
  await guard.kill("work", 1);
  await guard.pool.submit("work", [loud]).catch(() => {});
  expect(read).toBe(1);
});

test("what makes two calls the same can be given, and forgiven", async () => {
  await using guard = guarded({ limit: 1, by: ({ args }) => String(args[0]) });
  await guard.kill("work", "tenant", 1);
  expect(await guard.refused("other", "tenant", 2)).toBeInstanceOf(PoisonTask);
  expect(await guard.pool.submit("other", ["neighbour"])).toBe("neighbour");
  guard.ability.forgive();
  expect(await guard.pool.submit("other", ["tenant", 2])).toBe("tenant");
});

test("calls for which by() gives nothing or throws are not guarded", async () => {
  const by = ({ args: [first] }: { args: readonly unknown[] }): string | undefined => {
    if (first === "loud") throw new Error("of its own");
    return undefined;
  };
  await using guard = guarded({ limit: 1, by });
  for (const argument of ["loud", "quiet"]) {
    await guard.kill("work", argument);
    expect(await guard.pool.submit("work", [argument])).toBe(argument);
  }
});

test("only the latest thousand suspects are remembered", async () => {
  const ability = poison({ limit: 1, by: ({ task }) => task });
  const life = ability.life?.(undefined as never);
  const refused = (task: string): boolean => {
    let found = false;
    life?.submitted?.({ task, settle: () => (found = true) } as never);
    return found;
  };
  for (let i = 0; i < 1001; i++) {
    const calls = new Map([[1, { task: `task ${i}` }]]);
    life?.workerGone?.({ name: "1", calls } as never, { exitCode: 1, signal: null }, "ready");
  }
  expect([refused("task 0"), refused("task 1"), refused("task 1000")]).toEqual([false, true, true]);
});

test.each([0, Number.NaN, "3"])("a limit of %o is refused", (limit) => {
  expect(() => poison({ limit: limit as number })).toThrow(RangeError);
});
