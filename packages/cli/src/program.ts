/** The command line: its words, its options, and its exit codes. */
import { Argument, Command } from "commander";
import { add, type AddOptions } from "./commands/add.ts";
import { decide, type DecideOptions } from "./commands/decide.ts";
import { diff } from "./commands/diff.ts";
import { doctor } from "./commands/doctor.ts";
import { list, type ListOptions } from "./commands/list.ts";
import { newWorkload } from "./commands/new-workload.ts";
import { update, type UpdateOptions } from "./commands/update.ts";
import { view, type ViewOptions } from "./commands/view.ts";
import type { Environment } from "./environment.ts";

/** @param version of this package */
export function program(environment: Environment, version: string): Command {
  const command = new Command("triathlon")
    .description("Copy a pool or an example program into your project, keep it, update it.")
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText("after", EXIT_CODES);
  command
    .command("list")
    .description("what there is to copy")
    .option("--runtime <NAME>", "only of this runtime: node, deno or bun")
    .option("--model <NAME>", "only of this execution model, e.g. threading")
    .option("--json", "as data")
    .option("--here", "the copies below this folder, instead")
    .action((options: ListOptions) => list(environment, options));
  command
    .command("view")
    .description("what an item or an ability is, and its files")
    .argument("<ITEM | ABILITY>")
    .option("--source", "every file as it would arrive")
    .option("--js", "as JavaScript")
    .option("--single", "as one file, and nothing but that file")
    .action((item: string, options: ViewOptions) => view(environment, item, options));
  command
    .command("add")
    .description("copy items, each into a folder of its name, or abilities into the copy that --to names")
    .argument("<ITEM | ABILITY...>")
    .option(
      "--with <ABILITY,...>",
      "copy a pool with these abilities",
      (text: string, others: string[] | undefined) => [...(others ?? []), text],
    )
    .option("--to <DIR>", "copy one item into exactly this folder, or abilities into the copy there")
    .option("--js", "as JavaScript with type declarations")
    .option("--single", "as one file, its worker's half included")
    .option("--no-test", "leave its tests out")
    .option("--dry-run", "say what would be copied, and copy nothing")
    .option("--into", "copy into a folder that holds other files, too")
    .option("--overwrite", "replace files that are there")
    .action((items: string[], options: AddOptions) => add(environment, items, options));
  command
    .command("new")
    .description("write a workload of your own to begin with, for bench --workload in a clone")
    .addArgument(new Argument("<KIND>", "what to write").choices(["workload"]))
    .argument("[FILE]", "where", "mine.ts")
    .action((_, path: string) => newWorkload(environment, path));
  command
    .command("diff")
    .description("what you changed in your copies, and what an update would bring")
    .argument("[DIR | NAME]", WHICH_COPIES)
    .action((name: string | undefined) => diff(environment, name));
  command
    .command("update")
    .description("bring copies to this version, with your changes kept")
    .argument("[DIR | NAME]", WHICH_COPIES)
    .option("--dry-run", "say what would change, and change nothing")
    .action((name: string | undefined, options: UpdateOptions) => update(environment, name, options));
  command
    .command("doctor")
    .description("what in this project would keep a copy from running")
    .argument("[DIR]", "the project's folder; else this one")
    .action((folder: string | undefined) => doctor(environment, folder));
  command
    .command("decide")
    .description("try a function of yours in every execution model and runtime, and say which suits it")
    .argument("[FILE]", "the module that exports it, and inputs() that yields what to call it with")
    .option("--export <NAME>", "the function; else the one that is exported, or is named like the file")
    .option("--inputs <FILE>", "the module whose inputs are taken; else the same")
    .option("--input <JSON>", "one input, in place of inputs()")
    .option("--runtimes <NAME,...>", "where to try it; else in all that are on this machine")
    .option("--goal <GOAL>", "throughput, responsive or latency; else throughput")
    .option("--rate <NUMBER>", "calls a second, for the goal latency; else 10")
    .option("--jobs-per-second <NUMBER>", "say whether this machine can carry so many")
    .option("--seconds <NUMBER>", "about how long to try, longer where calls are long; else 20")
    .option("--memory <MIB>", "memory of a candidate, at most; else half of the machine's")
    .option("--seed <NUMBER>", "of the order in which candidates are tried")
    .option("--allow-effects", "more than four calls at once, though it waits for something")
    .option("--add <DIR>", "copy the pool that was chosen there, with the function in it")
    .option("--html <FILE>", "write a page with the race drawn, over an older page or where nothing is")
    .option("--json", "as data, with all samples")
    .option("--replay <FILE>", "the same answer again, from what --json printed")
    .action((file: string | undefined, options: DecideOptions) => decide(environment, file, options, version));
  return command;
}

const WHICH_COPIES =
  "a folder: the copies in and below it; any other name is an item's or ability's: the copies of it, or with it; default: all in and below this folder";

const EXIT_CODES = `
Exit codes: 0 done; 1 refused, a conflict is left, diff found a difference, doctor found a problem,
decide found no answer; 2 used wrongly.`;
