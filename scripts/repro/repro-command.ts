/** `bench repro`: how any figure of a report is had again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { findCells } from "../plan/cell-name.ts";
import { readRun } from "../report/read-run.ts";
import { REPOSITORY } from "../repository.ts";
import { findRun } from "../run-folder.ts";
import { recipe } from "./recipe.ts";

const manifest = z.object({ packageManager: z.string() });

export function createReproCommand(): Command {
  return new Command("repro")
    .description("prints the commands that measure a cell again")
    .argument("<cell>", "as in the report: node/threading/sum-of-squares/large")
    .option("--run <RUN>", "the run's id or folder (default: the latest)")
    .option("--out <folder>", "where runs lie", join(REPOSITORY, "results"))
    .action((name: string, { run, out }: { run?: string; out: string }) => {
      const found = readRun(findRun(run, out));
      const { packageManager } = manifest.parse(JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")));
      const recipes = findCells(name, found.plan.cells).map((cell) => recipe(cell, found, packageManager));
      process.stdout.write(recipes.join("\n"));
    });
}
