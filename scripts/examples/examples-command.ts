/** The options of `examples`, and what it prints. */
import { Command } from "commander";
import { names } from "../names.ts";
import { choose } from "../choose.ts";
import { captureEnvironment } from "../study/environment.ts";
import { refuseGuests } from "../study/choose-runtimes.ts";
import { discoverRuntimes, isAvailable, type Runtime } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { UsageError } from "../usage-error.ts";
import { discoverExamples, type Example } from "./discover.ts";
import { findExample } from "./find-example.ts";
import { publishOutputs } from "./outputs.ts";
import { checkExample, reasonToSkip, watchExample } from "./run-example.ts";

interface Selection {
  runtime?: string[];
  model?: string[];
  example?: string[];
}

/** Not yet parsed. */
export function createExamplesCommand(): Command {
  const examples = new Command("examples").description("Lists, runs and checks the example programs.");
  selecting(examples.command("list").description("One line an example: its name and its title."))
    .option("--json", "all that their headers say")
    .action(list);
  examples
    .command("run")
    .description("Runs one example by the command of its header.")
    .argument("<name>", "<runtime>/<name>, or <runtime>/<model>/<name> where several models have the name")
    .option("--faithful", "take seconds where the tutorials do; otherwise a unit is 20 ms")
    .action(run);
  selecting(examples.command("check"))
    .description("Runs examples and checks what they print, that they end by themselves, and leave nothing behind.")
    .option("--publish", "keep what they printed in docs/results, for the documents that show it")
    .action(check);
  return examples;
}

const selecting = (command: Command): Command =>
  command
    .option("--runtime <names>", "among the runtimes, separated by commas", names)
    .option("--model <names>", "among the models, separated by commas", names)
    .option("--example <names>", "among the names of examples, separated by commas", names);

async function select(selection: Selection): Promise<{ runtimes: Runtime[]; examples: Example[] }> {
  refuseGuests(selection.runtime);
  const all = await discoverRuntimes(REPOSITORY);
  const runtimes = choose("runtime", selection.runtime, all, ({ name }) => name);
  const found = discoverExamples(
    REPOSITORY,
    all.map(({ name }) => name),
  );
  const models = chooseName("model", selection.model, found);
  const wanted = chooseName("name", selection.example, found);
  const examples = found.filter(
    ({ runtime, model, name }) =>
      runtimes.some((one) => one.name === runtime) && models.includes(model) && wanted.includes(name),
  );
  return { runtimes, examples };
}

/** Among what the examples have for it. */
function chooseName(key: "model" | "name", chosen: string[] | undefined, examples: readonly Example[]): string[] {
  const there = [...new Set(examples.map((example) => example[key]))];
  return choose(key === "name" ? "example" : key, chosen, there, (name) => name);
}

async function list({ json = false, ...selection }: Selection & { json?: boolean }): Promise<void> {
  const { examples } = await select(selection);
  if (json) return console.log(JSON.stringify(examples, null, 2));
  const width = Math.max(0, ...examples.map(({ id }) => id.length));
  for (const { id, title } of examples) console.log(`${id.padEnd(width)}  ${title}`);
}

async function run(wanted: string, { faithful = false }: { faithful?: boolean }): Promise<void> {
  const { runtimes, examples } = await select({});
  const example = findExample(wanted, examples);
  const runtime = runtimes.find(({ name }) => name === example.runtime);
  if (!runtime || !isAvailable(runtime)) throw new Error(`Cannot run ${example.id}: ${runtime?.reason}`);
  const missing = reasonToSkip(example, runtime);
  if (missing !== undefined) throw new UsageError(`Cannot run ${example.id}: ${missing}`);
  process.exitCode = await watchExample(REPOSITORY, runtime, example, faithful);
}

async function check({ publish = false, ...selection }: Selection & { publish?: boolean }): Promise<void> {
  const { runtimes, examples } = await select(selection);
  const summary: string[] = [];
  const outputs: Record<string, string> = {};
  for (const runtime of runtimes) {
    if (!isAvailable(runtime)) {
      summary.push(`${runtime.name}: not run: ${runtime.reason}`);
      continue;
    }
    let [passed, failed, skipped] = [0, 0, 0];
    for (const example of examples.filter((one) => one.runtime === runtime.name)) {
      const missing = reasonToSkip(example, runtime);
      if (missing !== undefined) {
        skipped++;
        console.log(`skipped ${example.id}: ${missing}`);
        continue;
      }
      const { faults, output } = await checkExample(REPOSITORY, runtime, example);
      if (faults.length === 0) {
        passed++;
        outputs[example.id] = output;
      } else failed++;
      console.log([`${faults.length === 0 ? "passed" : "FAILED"} ${example.id}`, ...faults].join("\n    "));
    }
    summary.push(`${runtime.name}: ${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`);
    if (failed > 0) process.exitCode = 1;
  }
  console.log(summary.join("\n"));
  if (publish) publishOutputs(REPOSITORY, outputs, await captureEnvironment(runtimes, "built-in", REPOSITORY));
}
