import process from "node:process";
import { describe, expect, it } from "vitest";
import type { Executor } from "../pool/tasks.ts";
import { cpuSeconds } from "./cpu-seconds.ts";

/** Workers that answer in turn. */
function executor(...answers: { processId: number; seconds: number }[]): Executor<object> {
  let calls = 0;
  return { submit: async () => answers[calls++ % answers.length] } as unknown as Executor<object>;
}

describe("cpuSeconds()", () => {
  it("is what this process has used, where workers are threads of it", async () => {
    const { cpuSeconds: found } = await cpuSeconds(executor(), 2, false);
    const { user, system } = process.cpuUsage();
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThanOrEqual((user + system) / 1e6);
  });

  it("adds what each child has used, each once, at its latest", async () => {
    const children = executor(
      { processId: 1, seconds: 100 },
      { processId: 1, seconds: 200 },
      { processId: 2, seconds: 1000 },
      { processId: 1, seconds: 300 },
    );
    const { cpuSeconds: found } = await cpuSeconds(children, 2, true);
    expect(found).toBeGreaterThan(1300);
    expect(found).toBeLessThan(1400);
  });

  it("is unknown when a child says nothing, and says why", async () => {
    expect(await cpuSeconds(executor({ processId: 1, seconds: 1 }), 2, true)).toEqual({
      cpuSeconds: null,
      cpuSecondsReason: "1 of 2 processes told what they used",
    });
  });
});
