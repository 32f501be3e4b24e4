/** `triathlon decide FILE`: tries a function in every execution model and runtime, and says which suits it. */
import { accessSync, closeSync, constants, lstatSync, openSync, readSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, relative, resolve } from "node:path";
import process from "node:process";
import { howToTest, inFolder } from "../copies/how-to.ts";
import { carryOut, planAddition, refuseExisting, refuseOccupied } from "../copies/plan-addition.ts";
import { advised, answerText, chosenPool, nameOf } from "../decide/answer.ts";
import { itemNameOf } from "../decide/candidates.ts";
import { decide as tryOut } from "../decide/decide.ts";
import { type Decision, type Goal, GOALS } from "../decide/decision.ts";
import { page, PAGE_HEAD } from "../decide/page.ts";
import type { Question } from "../decide/question.ts";
import { readDecision } from "../decide/read-decision.ts";
import { runtimesToTry } from "../decide/runtimes.ts";
import { projectOf } from "../decide/stage-work.ts";
import { wired } from "../decide/wire.ts";
import type { Environment } from "../environment.ts";
import { nearestFolder } from "../files/place-files.ts";
import { refuseWhatFails } from "../files/refuse-what-fails.ts";
import { writeWhole } from "../files/write-whole.ts";
import { onOneLine, printable } from "../printable.ts";
import { contentsOf } from "../items/contents.ts";
import { asForm, endOf, inForm } from "../items/item.ts";
import { isAtLeast, minimumOf } from "../items/needs.ts";
import { RECORD } from "../items/record.ts";
import { tell } from "../streams.ts";
import { UsageError } from "../usage-error.ts";

export interface DecideOptions {
  export?: string;
  inputs?: string;
  input?: string;
  runtimes?: string;
  goal?: string;
  rate?: string;
  jobsPerSecond?: string;
  seconds?: string;
  memory?: string;
  seed?: string;
  allowEffects?: boolean;
  add?: string;
  html?: string;
  json?: boolean;
  replay?: string;
}

/**
 * @throws {UsageError} for an option that is none, or a file that is not there
 * @throws {Refusal} when the function can be called in no runtime, or something is where its pool is to be copied
 */
export async function decide(
  environment: Environment,
  file: string | undefined,
  options: DecideOptions,
  version: string,
): Promise<void> {
  const { print, fail, folder } = environment;
  if (options.html !== undefined) pageAt(folder, options.html);
  if (options.add !== undefined) refuseTaken(environment, resolve(folder, options.add));
  const decision =
    options.replay === undefined
      ? await ask(environment, file, options, version)
      : readDecision(resolve(folder, options.replay));
  print(options.json ? `${jsonOf(decision)}\n` : answerText(decision));
  // Looked at again: an answer takes its time, and a file may have come meanwhile.
  if (options.html !== undefined) writeWhole(pageAt(folder, options.html), page(decision));
  if (options.add !== undefined) {
    // With --json, what is printed is data alone.
    copyChosen(
      options.json ? { ...environment, print: (text) => tell(printable(text)) } : environment,
      decision,
      options.add,
    );
  }
  if (decision.undecided !== null || decision.interrupted) fail();
}

/** Without the signs that are shown by their numbers in all that is printed, and would be no JSON then. */
const jsonOf = (decision: Decision): string =>
  JSON.stringify(decision, null, 2).replaceAll(/[\x7f-\x9f]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

/** Looked at before there is anything to write: an answer takes its time. @throws {UsageError} when something else is there */
function pageAt(folder: string, name: string): string {
  const place = resolve(folder, name);
  const refuse = (found: string): never => {
    throw new UsageError(`Cannot write "${onOneLine(name)}": wanted a place for a page, found ${found}`);
  };
  let head: Buffer | undefined;
  try {
    const above = statSync(dirname(place), { throwIfNoEntry: false });
    if (!above?.isDirectory()) return refuse(`no folder "${onOneLine(relative(folder, dirname(place)))}"`);
    const there = lstatSync(place, { throwIfNoEntry: false });
    if (there && !there.isFile()) return refuse("something that is no file");
    head = there && headOf(place, PAGE_HEAD.length);
    accessSync(dirname(place), constants.W_OK);
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(onOneLine((error as Error).message));
  }
  return head?.length && String(head) !== PAGE_HEAD ? refuse("another file: take it away first") : place;
}

/** The first bytes of a file, of whatever size. */
function headOf(place: string, length: number): Buffer {
  const file = openSync(place, "r");
  try {
    const head = Buffer.alloc(length);
    return head.subarray(0, readSync(file, head, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

/** Before there is anything to copy, as with a page. @throws {Refusal} when there is anything in the folder, or a file in its place */
function refuseTaken(environment: Environment, target: string): void {
  refuseOccupied(environment, [{ target }], "--add DIR takes another folder");
  refuseWhatFails(target, () => accessSync(nearestFolder(target), constants.W_OK));
}

/** @throws {Refusal} when something is there by now, or the folder takes no files */
function copyChosen(environment: Environment, decision: Decision, name: string): void {
  const { catalogue, folder, print } = environment;
  const pool = decision.interrupted ? undefined : chosenPool(decision);
  if (!pool) return print("Nothing was copied.\n");
  const target = resolve(folder, name);
  refuseTaken(environment, target);
  const found = catalogue.findItem(itemNameOf(pool)!);
  const { version = "" } = decision.runtimes.find(({ name: runtime }) => runtime === pool.runtime) ?? {};
  // Where the runtime is too old for the other, JavaScript is what was raced.
  const isTypeScript = /\.[mc]?ts$/.test(decision.function.file) && isAtLeast(version, minimumOf(found));
  const item = inForm(found, isTypeScript ? undefined : "js");
  const { files, record } = contentsOf(catalogue, item, []);
  const own = wired(decision, pool, target, endOf(item));
  const addition = {
    target,
    changes: planAddition(target, [
      ...[...files].map(([path, { bytes }]) => [path, own.has(path) ? Buffer.from(own.get(path)!) : bytes] as const),
      [RECORD, record],
    ]),
  };
  refuseExisting([addition]); // a command that was interrupted there is no leave to replace anything
  carryOut(environment, addition);
  const shown = relative(folder, target) || ".";
  print(`Added ${item.name} ${item.version}${asForm(item)} to ${shown}, with ${nameOf(decision.function)} in it\n`);
  print(`Run it:   ${inFolder(item.run, shown)}\nTest it:  ${howToTest(item, [], shown)}\n`);
}

async function ask(
  { catalogue, folder }: Environment,
  name: string | undefined,
  options: DecideOptions,
  version: string,
): Promise<Decision> {
  if (name === undefined)
    throw new UsageError("Cannot decide: wanted the file of a function, found none: triathlon decide ./my-function.ts");
  const file = fileOf(folder, name);
  const inputsFile = options.inputs === undefined ? undefined : fileOf(folder, options.inputs);
  const project = projectOf(file);
  const goal = (options.goal ?? "throughput") as Goal;
  if (!GOALS.includes(goal)) throw new UsageError(`Cannot decide by "${goal}": wanted one of ${GOALS.join(", ")}`);
  if (goal === "latency" && options.jobsPerSecond !== undefined) {
    throw new UsageError(
      'Cannot use --jobs-per-second with the goal "latency", which compares single calls: wanted the goal throughput or responsive',
    );
  }
  const question: Question = {
    work: { file, exported: options.export, inputsFile },
    input: inputOf(options.input),
    runtimes: runtimesToTry(catalogue, options.runtimes, project),
    goal,
    rate: numberOf("--rate", options.rate, 10, 0.01),
    jobsPerSecond:
      options.jobsPerSecond === undefined ? undefined : numberOf("--jobs-per-second", options.jobsPerSecond, 1, 0.001),
    seconds: numberOf("--seconds", options.seconds, 20, 1, 86_400),
    allowEffects: options.allowEffects === true,
    memoryLimit: numberOf("--memory", options.memory, totalmem() / 2 / 2 ** 20, 64) * 2 ** 20,
    seed: Math.floor(numberOf("--seed", options.seed, Math.random() * 2 ** 31, 0)),
  };
  const progress = new Progress(question.seconds);
  try {
    const decision = await tryOut(question, catalogue, version, progress.say);
    return { ...decision, advised: advised(decision)?.name ?? null };
  } finally {
    progress.end();
  }
}

function fileOf(folder: string, name: string): string {
  const file = resolve(folder, name);
  let found: string;
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isFile()) return file;
    found = there ? (there.isDirectory() ? "a folder" : "something that is no file") : "nothing there";
  } catch (error) {
    found = (error as Error).message;
  }
  throw new UsageError(`Cannot find "${onOneLine(name)}": wanted the file of a module, found ${onOneLine(found)}`);
}

function inputOf(text: string | undefined): readonly [unknown] | undefined {
  if (text === undefined) return undefined;
  try {
    return [JSON.parse(text) as unknown];
  } catch (error) {
    throw new UsageError(
      `Cannot read --input: wanted JSON, found ${JSON.stringify(text)}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function numberOf(option: string, text: string | undefined, otherwise: number, least: number, most = 1e9): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== "" && value >= least && value <= most) return value;
  throw new UsageError(`Cannot use ${option}: wanted a number from ${least} to ${most}, found "${text}"`);
}

/** What is being done, who is left and how much time: one line that changes on a terminal, whole lines elsewhere. */
class Progress {
  readonly #seconds: number;
  readonly #began = performance.now();
  readonly #isTerminal =
    process.stderr.isTTY && process.env["TURBO_HASH"] === undefined && process.env["CI"] === undefined;
  #said = -Infinity;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  readonly say = (what: string, live: number): void => {
    const gone = (performance.now() - this.#began) / 1000;
    if (!this.#isTerminal && gone - this.#said < 2) return;
    this.#said = gone;
    const left = Math.max(0, Math.round(this.#seconds - gone));
    const text = `${what}${live > 0 ? `; ${live} left` : ""}; ${left > 0 ? `${left} s to go` : "nearly done"}`;
    tell(this.#isTerminal ? `\r\x1b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}` : `${text}\n`);
  };

  end(): void {
    if (this.#isTerminal) tell("\r\x1b[2K");
  }
}
