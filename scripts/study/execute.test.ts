import { describe, expect, test } from "vitest";
import { type Execution, execute } from "./execute.ts";
import { fakeExecution, MARK } from "./fixtures/fake-study.ts";
import { leftBehind } from "./fixtures/left-behind.ts";
import { runAtBarrier } from "./tree-memory.ts";

/** Which groups were told to the guard; it must have been released each time. */
class FakeGuard {
  readonly calls: string[] = [];
  watch(group: number): void {
    this.calls.push(`watch ${group > 0}`);
  }
  release(): void {
    this.calls.push("release");
  }
}

const run = (how: string, more: Partial<Execution<{ value: number }>> = {}, signal = new AbortController().signal) =>
  execute(fakeExecution(how, more), { signal, guard: new FakeGuard() });

const expectNothingLeft = (): void => {
  if (process.platform === "linux") expect(leftBehind(MARK)).toEqual([]);
};

describe("execute()", () => {
  test("gives what the program answers, with times from outside", async () => {
    const guard = new FakeGuard();
    const { ending, answer } = await execute(fakeExecution("fine"), { signal: new AbortController().signal, guard });
    expect(answer).toEqual({ outcome: "completed", value: 5 });
    expect(ending).toMatchObject({ outcome: "completed", reason: null, exitCode: 0, signal: null, stderrTail: null });
    expect(ending.wallSeconds).toBeGreaterThan(0);
    expect(ending.runnerCpuSeconds).toBeGreaterThanOrEqual(0);
    expect(guard.calls).toEqual(["watch true", "release"]);
  });

  test.each([
    ["crash", "exited with code 7"],
    ["killed", "was ended by SIGKILL"],
    ["silent", "ended without an answer"],
    ["no-json", /^answered with what is not JSON/],
    ["no-answer", /^answered with what is no answer: value/],
    ["reported", "wrong answer in iteration 1"],
    ["flood", "wrote more than 1 MiB to stdout"],
  ])("%s is a failure that says so, without figures", async (how, reason) => {
    const { ending, answer } = await run(how);
    expect(ending.outcome).toBe("failed");
    expect(ending.reason).toMatch(reason);
    expect(answer).toBe(null);
    if (how === "crash") expect(ending.stderrTail).toBe("about to crash");
  });

  test("ends what hangs, with all it started", async () => {
    const { ending } = await run("hang", { timeLimitSeconds: 1 });
    expect(ending).toMatchObject({ outcome: "failed", reason: "did not finish within 1 s" });
    expectNothingLeft();
  });

  test("ends what a program leaves behind", async () => {
    expect((await run("leave-behind")).ending.outcome).toBe("completed");
    expectNothingLeft();
  });

  test("ends the program when it is aborted", async () => {
    const controller = new AbortController();
    const running = run("hang", {}, controller.signal);
    controller.abort();
    expect((await running).ending.reason).toBe("interrupted");
  });

  test("gives the program no loader, and its own folder", async () => {
    process.env["NODE_OPTIONS"] = "--no-warnings";
    const { ending } = await run("environment");
    delete process.env["NODE_OPTIONS"];
    expect(JSON.parse(ending.reason!)).toEqual([null, [], true]);
  });

  test("reads the memory of the tree at the barrier", async () => {
    const { ending, end } = await run("fine", { start: runAtBarrier });
    expect(ending.outcome).toBe("completed");
    if (process.platform !== "linux") return expect(end.memory!.reason).toMatch(/proc/);
    expect(end.memory!.peakBytes).toBeGreaterThan(10_000_000);
    expect(end.memory!.proportionalBytes).toBeLessThanOrEqual(end.memory!.peakBytes!);
  });
});
