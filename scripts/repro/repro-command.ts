/** `bench repro`: how any figure of a report is had again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlannedCell } from "@triathlon/core/results/plan";
import { Command } from "commander";
import { z } from "zod";
import type { Run } from "../analysis/run.ts";
import { findCells } from "../analysis/cell-name.ts";
import { printable } from "../printable.ts";
import { readPlan, readRun } from "../report/read-run.ts";
import { REPOSITORY } from "../repository.ts";
import { findRun, listRuns } from "../run-folder.ts";
import { UsageError } from "../usage-error.ts";
import { recipe } from "./recipe.ts";

const manifest = z.object({ packageManager: z.string() });

export function createReproCommand(): Command {
  return new Command("repro")
    .description("prints the commands that measure a cell again")
    .argument("<cell>", "as in the report: node/threading/sum-of-squares/large")
    .option("--run <RUN>", "the run's id or folder (default: the latest)")
    .option("--out <folder>", "where runs lie", join(REPOSITORY, "results"))
    .action((name: string, { run, out }: { run?: string; out: string }) => {
      const folder = findRun(run, out);
      const found = readRun(folder);
      const { packageManager } = manifest.parse(JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")));
      const recipes = cellsOf(name, found, out).map((cell) => recipe(cell, found, packageManager));
      process.stdout.write(printable(recipes.join("\n")));
    });
}

/** @throws {UsageError} naming the newest run that has the cell, else the cells there are */
function cellsOf(name: string, { plan }: Run, out: string): PlannedCell[] {
  try {
    return findCells(name, plan.cells);
  } catch (error) {
    const other = listRuns(out).findLast((run) => hasCell(name, join(out, run)));
    if (other === undefined) throw error;
    throw new UsageError(
      `Cannot find the cell "${name}" in run ${plan.runId}: the newest run that has it is ${other}: say --run ${other}`,
      { cause: error },
    );
  }
}

function hasCell(name: string, folder: string): boolean {
  try {
    return findCells(name, readPlan(folder).cells).length > 0;
  } catch {
    return false; // it lacks the cell, or cannot be read
  }
}
