import { expect, test } from "vitest";
import { createSimulateJobsCommand } from "./simulate-jobs-command.ts";

const run = (...words: string[]): Promise<unknown> =>
  createSimulateJobsCommand()
    .exitOverride()
    .parseAsync(["node", "simulate:jobs", ...words]);

test("what is no engine, no runtime and no number is refused before anything begins", async () => {
  await expect(run("capacity", "--engine", "paper")).rejects.toMatchObject({ code: "commander.invalidArgument" });
  await expect(run("compare", "--runtime", "perl")).rejects.toThrow(
    '--runtime must be among node, deno, bun: found "perl"',
  );
  await expect(run("capacity", "--jobs", "0")).rejects.toThrow("--jobs must be a whole number from 1");
  await expect(run("answer", "--engine", "nats")).rejects.toMatchObject({ code: "commander.unknownOption" });
});
