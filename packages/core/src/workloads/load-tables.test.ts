import { expect, it } from "vitest";
import { description, expected, inputs, run, tasks } from "./load-tables.ts";
import { InTurn } from "./support/in-turn.ts";
import type { Io } from "./workload.ts";

const { parameters } = description.sizes["small"]!;

it("a load that does not wait is noticed", async () => {
  const io = { sleep: async () => {} } as unknown as Io;
  const { answer } = await run(new InTurn(tasks(io)), inputs(parameters));
  expect(answer.early).toBe(3);
  expect(answer).not.toEqual(expected(parameters));
});

it("the waits are reported in seconds: eight units in all, five the longest", async () => {
  const io = { sleep: async () => {} } as unknown as Io;
  const { observations } = await run(
    new InTurn(tasks(io)),
    inputs({ units: [1, 2, 5], unitMilliseconds: 1_000, repeats: 1 }),
  );
  expect(observations).toEqual({ waitedSeconds: 8, longestWaitSeconds: 5 });
});
