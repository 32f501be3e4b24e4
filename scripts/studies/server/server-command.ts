/** The options of `bench:server`, read and checked. */
import { randomInt } from "node:crypto";
import { Command } from "commander";
import { names } from "../../names.ts";
import { carryOut, type RunFlags, withRunFlags } from "../../study/command.ts";
import { chooseRuntimes } from "../../study/choose-runtimes.ts";
import { programIn } from "../../study/runtimes.ts";
import { wholeNumber } from "../../whole-number.ts";
import { serverStudy } from "./server-study.ts";
import { SERVER_REPORT } from "./write-server-report.ts";

interface Options extends RunFlags {
  runtime?: string[];
  blocks?: number;
}

/** The least that give an interval. */
const BLOCKS = 6;

/** The command, not yet parsed. Its actions set the exit code, and throw a `UsageError` for what cannot be met. */
export function createServerCommand(): Command {
  const program = new Command("bench:server")
    .exitOverride()
    .enablePositionalOptions()
    .description(
      "Puts the server of the examples under load, with its work in its pool and in the handler itself: latencies, and how late its loop is.",
    )
    .option("--runtime <names>", "only these, e.g. node,bun", names)
    .option(
      "--blocks <n>",
      `how often each server is put under each load (default: ${BLOCKS}; with --smoke: 1)`,
      wholeNumber("--blocks", 1),
    );
  return withRunFlags(program, "server", SERVER_REPORT).action(async (options: Options) => {
    process.exitCode = await benchServer(options);
  });
}

async function benchServer(options: Options): Promise<number> {
  const runtimes = await chooseRuntimes(options.runtime);
  const { smoke = false, seed = randomInt(2 ** 32) } = options;
  const run = {
    runtimes: new Map(runtimes.map((runtime) => [runtime.name, programIn(runtime, "server")])),
    smoke,
    blocks: options.blocks ?? (smoke ? 1 : BLOCKS),
    seed,
  };
  return carryOut({
    kind: "server",
    goOn: (folder) => `for what there is, \`pnpm bench:server report ${folder}\``,
    flags: options,
    runtimes,
    begin: (runId) => serverStudy({ runId, ...run }),
    report: SERVER_REPORT,
  });
}
