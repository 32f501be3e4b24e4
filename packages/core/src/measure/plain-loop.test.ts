import { describe, expect, it } from "vitest";
import type { Executor } from "../pool/tasks.ts";
import { PlainLoop } from "./plain-loop.ts";

/** A loop whose tasks say when they run. */
function watched() {
  const seen: string[] = [];
  const loop = new PlainLoop({
    async wait(name: string) {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(`${name} ends`);
      return name.toUpperCase();
    },
    fail() {
      throw new RangeError("no");
    },
  }) as unknown as Executor<{ wait(name: string): Promise<string>; fail(): never }>;
  return { seen, loop };
}

const IN_TURN = ["a begins", "a ends", "b begins", "b ends"];

describe("PlainLoop", () => {
  it("runs calls that are made at once one after the other", async () => {
    const { seen, loop } = watched();
    expect(await Promise.all([loop.submit("wait", ["a"]), loop.submit("wait", ["b"])])).toEqual(["A", "B"]);
    expect(seen).toEqual(IN_TURN);
  });

  it.each([
    ["a list", ["a", "b"]],
    ["promises", [Promise.resolve("a"), "b"]],
    [
      "a generator",
      (async function* () {
        yield* ["a", "b"];
      })(),
    ],
  ])("maps %s in its order, one after the other", async (_, inputs) => {
    const { seen, loop } = watched();
    expect(await Array.fromAsync(loop.map("wait", inputs))).toEqual(["A", "B"]);
    expect(seen).toEqual(IN_TURN);
  });

  it("gives each result its index as it is finished", async () => {
    const { loop } = watched();
    expect(await Array.fromAsync(loop.asCompleted("wait", ["a", "b"]))).toEqual([
      { index: 0, value: "A" },
      { index: 1, value: "B" },
    ]);
  });

  it("goes on after a task that threw, whose own error the caller gets", async () => {
    const { loop } = watched();
    await expect(loop.submit("fail", [])).rejects.toThrow(RangeError);
    expect(await loop.submit("wait", ["a"])).toBe("A");
    await loop.close();
  });
});
