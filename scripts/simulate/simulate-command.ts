/** `bench simulate`: what the statistics do where the truth is known. */
import { join } from "node:path";
import { Command } from "commander";
import { writeJson } from "../launch/write-atomically.ts";
import { REPOSITORY } from "../repository.ts";
import { simulate } from "./simulate.ts";
import { simulationMarkdown } from "./simulation-markdown.ts";

/** What stands in the documents. */
export const PUBLISHED = { file: "docs/results/simulation.json", seed: 1, replicates: 1500 };

export function createSimulateCommand(): Command {
  return new Command("simulate")
    .description("how often the statistics see what is not there, and what is, on simulated machines (half a minute)")
    .option("--publish", `keep the figures in ${PUBLISHED.file}`)
    .action(({ publish }: { publish?: true }) => {
      const figures = simulate(PUBLISHED.seed, PUBLISHED.replicates);
      if (publish) writeJson(join(REPOSITORY, PUBLISHED.file), figures);
      process.stdout.write(`${simulationMarkdown(figures)}\n`);
    });
}
