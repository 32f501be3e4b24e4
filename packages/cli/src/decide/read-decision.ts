/**
 * A decision that was kept, from somebody's file. Nothing of it is believed: it comes to sentences, to a page, and with `--add` to a
 * program, so that each part is of its kind, and each name is one of those that are known.
 */
import { readFileSync, statSync } from "node:fs";
import { isRuntime, type Runtime } from "../doctor/runtimes.ts";
import { onOneLine } from "../printable.ts";
import { UsageError } from "../usage-error.ts";
import { type Model, MODELS, TITLES } from "./candidates.ts";
import { type Decision, GOALS, MOST_ROUNDS } from "./decision.ts";
import { WARM_UPS } from "./rule.ts";

/** Of a file that is replayed: a thousand times what a decision takes. */
const MOST_BYTES = 32 * 2 ** 20;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isNumber: Check = (value) => typeof value === "number" && value >= 0;
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 1;
/** Of calls in flight, workers and cores: of more, nothing could be simulated. */
const isFew: Check = (value) => isCount(value) && (value as number) <= 1024;
/** Four models in three runtimes. */
const MOST_CANDIDATES = 12;
/** Milliseconds of a call: more than nothing, and less than a lifetime. */
const isTime: Check = (value) => isNumber(value) && (value as number) > 0 && (value as number) < 1e12;
const isAny: Check = () => true;
const oneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check, most = MOST_ROUNDS): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);

const isProbe = shape({
  first: isNumber,
  wall: isNumber,
  cpuTotal: isNumber,
  wallTotal: isNumber,
  promises: isFlag,
  blockedTotal: isNumber,
  calls: isNumber,
  grown: (value) => typeof value === "number",
  differsFrom: orNull(isCount),
  remembers: isFlag,
  changesArguments: isFlag,
  threw: orNull(shape({ calls: isNumber, of: isNumber, first: isText })),
});
const isCrossing = shape({
  uncloneable: orNull(isText),
  bytes: isNumber,
  cloning: isNumber,
  buffers: isNumber,
  losesClass: orNull(isText),
});
const isRuntimeRow = shape({
  name: (value) => isText(value) && isRuntime(value as string),
  version: isText,
  excluded: orNull(isText),
  probe: orNull(isProbe),
  crossing: orNull(isCrossing),
});
const isCandidate = shape({
  name: isText,
  runtime: (value) => isText(value) && isRuntime(value as string),
  model: oneOf(MODELS),
  workers: isFew,
  inFlight: isFew,
  excluded: orNull(isText),
  unfit: orNull(isText),
  droppedAfter: orNull(isCount),
  race: listOf(isTime),
  fresh: listOf(isTime),
  start: orNull(isNumber),
  memoryPerWorker: orNull(isNumber),
  lateness: orNull(isNumber),
});

const PARTS: Record<keyof Decision, Check> = {
  schema: oneOf([1]),
  at: isText,
  version: isText,
  machine: shape({ cpu: isText, cores: isFew, memoryBytes: isNumber, loadAverage: isNumber, platform: isText }),
  function: shape({
    file: isText,
    exported: isText,
    inputs: isNumber,
    spread: isFlag,
    mayBeSeveral: (value) => value === undefined || isFlag(value),
    inputsFile: orNull(isText),
    inputsAre: orNull(oneOf(["iterable", "function"])),
    isMember: isFlag,
    inputsAt: oneOf(["name", "member", "default"]),
    input: isAny,
  }),
  goal: oneOf(GOALS),
  rate: isNumber,
  // As the option takes them.
  jobsPerSecond: orNull((value) => isNumber(value) && (value as number) >= 0.001 && (value as number) <= 1e9),
  seconds: isNumber,
  took: isNumber,
  seed: (value) => isNumber(value) && Number.isSafeInteger(value),
  runtimes: listOf(isRuntimeRow),
  candidates: (value) =>
    listOf(isCandidate, MOST_CANDIDATES)(value) && (value as Decision["candidates"]).every(hasItsName),
  chosen: orNull(isText),
  advised: orNull(isText),
  baseline: orNull(isText),
  undecided: orNull(isText),
  interrupted: isFlag,
};

/** @throws {UsageError} when there is none, or it is something else */
export function readDecision(path: string): Decision {
  const refuse = (found: string): UsageError =>
    new UsageError(`Cannot replay "${onOneLine(path)}": wanted what decide --json printed, found ${onOneLine(found)}`);
  let found: unknown;
  try {
    const file = statSync(path);
    if (!file.isFile()) throw refuse("something that is no file");
    if (file.size > MOST_BYTES) throw refuse(`${Math.round(file.size / 2 ** 20)} MB`);
    found = JSON.parse(textOf(readFileSync(path)));
  } catch (error) {
    throw error instanceof UsageError ? error : refuse((error as Error).message);
  }
  const { schema } = Object(found) as { schema?: unknown };
  if (schema !== 1) throw refuse(schema === undefined ? "no schema" : `schema ${JSON.stringify(schema).slice(0, 40)}`);
  const wrong = Object.entries(PARTS).find(([name, check]) => !check((found as Decision)[name as keyof Decision]));
  if (wrong) throw refuse(`something else in its field "${wrong[0]}"`);
  const unknown = WHO.find((field) => !isKnown(found as Decision, field));
  if (unknown) throw refuse(`none of its candidates, or one that was not raced, in its field "${unknown}"`);
  return found as Decision;
}

const WHO = ["chosen", "baseline", "advised"] as const;

/** Of what was not raced nothing could be said; where nobody was chosen, it is told why. */
function isKnown({ candidates, undecided, ...decision }: Decision, field: (typeof WHO)[number]): boolean {
  const name = decision[field];
  if (name === null) return field === "advised" || (decision.chosen === null && undecided !== null);
  const found = candidates.find((candidate) => candidate.name === name);
  return found !== undefined && (decision.chosen === null || found.race.length > WARM_UPS);
}

/** Some shells write what a command prints as UTF-16, or with a byte order mark. */
const textOf = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8").decode(bytes);

const hasItsName = ({ name, model, runtime }: { name: string; model: Model; runtime: Runtime }): boolean =>
  name === `${model} in ${TITLES[runtime]}`;

function shape(fields: Record<string, Check>): Check {
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(fields).every(([name, check]) => check((value as Record<string, unknown>)[name]));
}
