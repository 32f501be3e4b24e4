/** The options of `claims`, read and checked. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import type { Claim } from "@triathlon/core/measure/claims/claim";
import { Command } from "commander";
import { choose } from "../../../choose.ts";
import { writeJson } from "../../../files/write-files.ts";
import { names } from "../../../names.ts";
import { carryOut, type RunFlags, withRunFlags } from "../../../study/command.ts";
import { chooseRuntimes } from "../../../study/choose-runtimes.ts";
import { programIn } from "../../../study/runtimes.ts";
import { wholeNumber } from "../../../whole-number.ts";
import { experimentsStudy } from "../experiments-study.ts";
import { CLAIMS, planOfClaims } from "./claims-plan.ts";
import { discoverClaims } from "./discover-claims.ts";
import { CLAIMS_REPORT } from "./write-claims-report.ts";

interface Options extends RunFlags {
  claim?: string[];
  runtime?: string[];
  blocks?: number;
  dryRun?: true;
}

/** The command, not yet parsed. Its actions set the exit code, and throw a `UsageError` for what cannot be met. */
export function createClaimsCommand(): Command {
  const program = new Command("claims")
    .exitOverride()
    .enablePositionalOptions()
    .description("Tries what others have published of the runtimes, and says what of it held on this machine.")
    .option("--claim <names>", "only these claims, e.g. bun-start,deno-worker-pool", names)
    .option("--runtime <names>", "only these, e.g. node,bun: what is compared with the others is then not known", names)
    .option("--blocks <n>", "how often each side is run (default: each claim's own)", wholeNumber("--blocks", 1))
    .option("--dry-run", "show what would be run, and run nothing");
  withRunFlags(program, "claims", CLAIMS_REPORT).action(async (options: Options) => {
    process.exitCode = await tryClaims(options);
  });
  program
    .command("list")
    .description("Shows the claims, and where they are published.")
    .action(async () => {
      const lines = (await discoverClaims()).map(
        ({ name, question, source }) => `${name.padEnd(20)}${question} ${source.address}\n`,
      );
      process.stdout.write(lines.join(""));
    });
  return program;
}

async function tryClaims(options: Options): Promise<number> {
  const runtimes = await chooseRuntimes(options.runtime);
  const claims = choose("claim", options.claim, await discoverClaims(), ({ name }) => name);
  const selection = {
    runtimes: runtimes.map(({ name }) => name),
    experiments: claims,
    smoke: options.smoke === true,
    blocks: options.blocks,
  };
  const programs = new Map(runtimes.map((runtime) => [runtime.name, programIn(runtime, "claims")]));
  const seed = options.seed ?? randomInt(2 ** 32);
  const studyOf = (runId: string) => experimentsStudy({ runId, lines: CLAIMS, selection, runtimes: programs, seed });
  if (options.dryRun) {
    process.stdout.write(plannedText(claims, studyOf("")));
    return 0;
  }
  return carryOut({
    kind: "claims",
    goOn: (folder) => `for what there is, \`pnpm claims report ${folder}\``,
    flags: options,
    runtimes,
    begin: (runId, folder) => {
      writeJson(join(folder, "plan.json"), planOfClaims(selection, runId, seed));
      return studyOf(runId);
    },
    report: CLAIMS_REPORT,
  });
}

/** What a run would do. */
function plannedText(claims: readonly Claim[], study: ReturnType<typeof experimentsStudy>): string {
  const lines = claims.map(({ name, title, source, comparisons }) =>
    [`${name}: ${title}`, `  ${source.title}, ${source.address}`, ...comparisons.map((one) => `  - ${one.name}`)].join(
      "\n",
    ),
  );
  const first = study.order(0).map((planned) => `  ${study.nameOf(planned)}`);
  return [
    ...lines,
    `The first of ${study.blocks()} blocks, each line a process:`,
    ...first,
    `${study.executions()} processes in all; nothing was run.`,
    "",
  ].join("\n");
}
