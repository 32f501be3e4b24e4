import { describe, expect, it } from "vitest";
import { AsyncPool } from "./async-pool.ts";
import { FaultInjection } from "./faults.ts";

const tasks = { one: () => 1, two: () => 2 };

describe("FaultInjection", () => {
  it("lets calls meet the first fault that matches and is not used up", async () => {
    const faults = new FaultInjection();
    await using pool = new AsyncPool(tasks, { plugins: [faults] });
    faults.inject({ task: "two", fault: "queue full" });
    faults.inject({ fault: "throw", times: 2 });
    faults.inject({ fault: "worker dies" });
    const names = ["one", "two", "two", "one", "one", "two"] as const;
    const settled = await Promise.allSettled(names.map((name) => pool.submit(name, [])));
    expect(settled.map((each) => (each.status === "fulfilled" ? each.value : each.reason.name))).toEqual([
      "TaskError",
      "QueueFull",
      "TaskError",
      "WorkerDied",
      1,
      2,
    ]);
  });

  it("refuses what makes no sense", () => {
    const faults = new FaultInjection();
    expect(() => faults.inject({ fault: "throw", times: 0 })).toThrow(RangeError);
    expect(() => faults.inject({ fault: "slow" })).toThrow('Cannot inject "slow": wanted a pool of workers');
  });
});
