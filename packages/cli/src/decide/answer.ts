/** A decision in words: one sentence, a table, what raised doubt, and the command that comes next. Made of the decision alone. */
import { basename } from "node:path";
import { machinesFor } from "@triathlon/core/statistics/machines-for";
import { meanOf } from "@triathlon/core/statistics/simulate-jobs";
import { itemNameOf, TITLES } from "./candidates.ts";
import { CAREFUL, type Decision, LEAST_FRESH, RESPONSIVE_MS, type Tried, UNLIKE } from "./decision.ts";
import { onOneLine } from "../printable.ts";
import { duration, firstLine, percent, rounded, size, times } from "./figures.ts";
import type { Probe } from "./probe.ts";
import { kindOf, mayWait, SHORT_MS } from "./kind.ts";
import { AS_GOOD, type Estimate, estimate, isTooNoisy, middle, pairedRatios, verdictOn, WARM_UPS } from "./rule.ts";

/** How many times as fast as the function as it is, by the fresh samples; by the race where there are none. */
export function speedupOf({ fresh, race }: Tried, baseline: Tried): Estimate {
  if (fresh.length > 0) return estimate(baseline.fresh.slice(0, fresh.length).map((time, i) => time / fresh[i]!));
  return estimate(pairedRatios(baseline.race.slice(0, race.length), race));
}

/** The whole answer, each line ended. */
export function answerText(decision: Decision): string {
  const doubts = doubtsOf(decision).map((doubt) => `  - ${doubt}\n`);
  const evidence = decision.candidates.flatMap(({ name, excluded }) =>
    excluded !== null && excluded !== inShort(excluded)
      ? [`  - ${name}: ${excluded.replaceAll("\n", "\n    ")}\n`]
      : [],
  );
  const seen = seenText(decision);
  return [
    `${sentence(decision)}\n`,
    seen === undefined ? "" : `\n${seen}\n`,
    decision.candidates.length > 0 ? `\n${table(decision)}` : "",
    evidence.length > 0 ? `\nWhy they are out:\n${evidence.join("")}` : "",
    doubts.length > 0 ? `\nWhat raises doubt:\n${doubts.join("")}` : "",
    `\n${nextStep(decision)}\n`,
  ].join("");
}

/** What is answered, in one sentence. */
export function sentence(decision: Decision): string {
  const { chosen, baseline, candidates, goal, rate } = decision;
  const name = nameOf(decision.function);
  const cut = decision.interrupted ? "So far (it was ended before its time): " : "";
  const asItIs = candidates.find(({ name }) => name === baseline);
  const best = candidates.find(({ name }) => name === chosen);
  if (decision.undecided !== null || !asItIs || !best) {
    return `${cut}It cannot be decided how ${name} is to run: ${onOneLine(decision.undecided ?? "nothing came through")}.`;
  }
  const carries = carriesText(decision, best);
  if (best === asItIs) {
    const other = bestOther(decision, asItIs);
    const why =
      other === undefined
        ? "nothing else came as far as the race"
        : `nothing that was tried is ${percent(AS_GOOD - 1)} better (the best of the others, ${other})`;
    return `${cut}Leave ${name} as it is: ${why}.${carries}`;
  }
  const speedup = speedupOf(best, asItIs);
  if (asItIs.unfit !== null) {
    const late = `the loop is late by ${duration(best.lateness ?? NaN)} in place of ${duration(asItIs.lateness ?? NaN)}`;
    return `${cut}Use ${best.name}${workersText(best)} for ${name}: ${late} (99th percentile), and it is ${times(speedup)} as fast as it is.${carries}`;
  }
  const verdict = verdictOn(speedup);
  const where = best.runtime === asItIs.runtime ? "" : ` in ${TITLES[asItIs.runtime]}`;
  const than = best.model === "as it is" && verdict === "faster" ? where.trim() : `it is${where}`;
  const faster = `${times(speedup)} as fast as ${than}${goal === "latency" ? ` (95th percentile at ${rate} calls a second)` : ""}`;
  const what = best.model === "as it is" ? `running it in ${TITLES[best.runtime]}` : best.name;
  if (verdict === "as it is") {
    return `${cut}Leave ${name} as it is: ${what} did best in the race, and came to ${faster} in fresh samples.${carriesText(decision, asItIs)}`;
  }
  if (verdict === "not told apart") {
    return `${cut}It has not been told apart whether ${what} would serve ${name} better than leaving it as it is: ${faster}.${carries}`;
  }
  if (best.model === "as it is") {
    return `${cut}Leave ${name} as it is, and run it in ${TITLES[best.runtime]}: ${faster}.${carries}`;
  }
  const pays = goal === "latency" ? "" : breakEven(best, asItIs);
  return `${cut}Use ${best.name}${workersText(best)} for ${name}: ${faster}${pays}.${carries}`;
}

/** What was seen of it first, in the order of the questions of `docs/which-model.md`; undefined where nothing was. */
export function seenText({ runtimes }: Decision): string | undefined {
  const seen = runtimes.find(({ probe, crossing }) => probe !== null && crossing !== null);
  if (!seen?.probe || !seen.crossing) return undefined;
  const { cpuTotal, wallTotal, wall } = seen.probe;
  // Of what is shorter, clocks of CPU time tell nothing.
  const cpu = wall >= SHORT_MS && wallTotal > 0 ? ` (CPU for ${percent(cpuTotal / wallTotal)} of its time)` : "";
  const sent =
    seen.crossing.uncloneable === null
      ? `can be sent to a worker (${size(seen.crossing.bytes)})`
      : "cannot be sent to a worker";
  return `Seen in ${TITLES[seen.name]}: it ${kindOf(seen.probe)}${cpu}, a call takes ${duration(wall)}, its arguments and answer ${sent}.`;
}

/** A default export has its file's name. */
export const nameOf = ({ exported, file }: Decision["function"]): string =>
  onOneLine(exported === "default" || exported === "" ? basename(file) : exported);

const workersText = ({ model, workers, inFlight }: Tried): string =>
  model === "async" ? ` (${inFlight} calls at once)` : workers > 1 ? ` (${workers} workers)` : "";

function bestOther(decision: Decision, asItIs: Tried): string | undefined {
  const others = decision.candidates
    .filter((each) => each !== asItIs && each.excluded === null && each.race.length > WARM_UPS)
    .map((each) => ({ each, speedup: speedupOf(each, asItIs) }))
    .sort((a, b) => b.speedup.value - a.speedup.value);
  return others[0] && `${others[0].each.name}: ${times(others[0].speedup)} as fast`;
}

/** From how many calls on the start of the workers is paid: of many, by what each saves; of few, by those that run beside the first. */
function breakEven(best: Tried, asItIs: Tried): string {
  const alone = middle(asItIs.fresh);
  const saved = alone - middle(best.fresh);
  if (best.start === null || !(saved > 0)) return "";
  const calls = Math.max(Math.ceil(best.start / saved), Math.floor(best.start / alone) + 2);
  return `, worth it from ${calls.toLocaleString("en")} calls on`;
}

function carriesText({ jobsPerSecond, machine, seed }: Decision, best: Tried): string {
  const times = best.fresh.length > 0 ? best.fresh : best.race.slice(WARM_UPS);
  if (jobsPerSecond === null || times.length === 0) return "";
  const perSecond = 1000 / middle(times);
  const machines = machinesLike(times, best, jobsPerSecond, seed);
  const wanted = `${jobsPerSecond.toLocaleString("en")} calls a second`;
  if (perSecond >= jobsPerSecond) {
    const workers = Math.max(1, Math.ceil((jobsPerSecond / perSecond) * best.workers));
    return ` This machine carries ${wanted} so, with ${workers} of ${best.workers} ${best.workers === 1 ? "worker" : "workers"} busy: it was seen to do ${rounded(perSecond)}.${machines > 1 ? machinesText(machines) : ""}`;
  }
  return ` This machine does not carry ${wanted}: it was seen to do ${rounded(perSecond)} with ${machine.cores} cores.${machinesText(machines)}`;
}

const machinesText = (machines: number): string =>
  ` Simulated, it takes ${machines.toLocaleString("en")} machines like it: calls come at random moments, and 99 of 100 are to wait no longer than one takes.`;

/** @param times of a call in milliseconds, where as many are in flight as may be */
function machinesLike(times: readonly number[], { inFlight }: Tried, perSecond: number, seed: number): number {
  const seconds = times.map((time) => (time * inFlight) / 1000);
  const service = { kind: "recorded", seconds } as const;
  return machinesFor({ seed, places: inFlight, service, lease: Infinity }, perSecond, meanOf(service)).machines;
}

export const tableHead = ({ goal }: Decision): string[] => {
  const time = goal === "latency" ? "95th percentile" : "a call";
  return ["", time, "times as fast", "start", "a worker", "loop late", "out, because"];
};

/** The cells of {@link tableHead} for each candidate, the fastest first. */
export function rowsOf({ candidates, baseline }: Decision): string[][] {
  const asItIs = candidates.find(({ name }) => name === baseline);
  const rows = candidates.map((each) => {
    const call = middle(each.race.slice(WARM_UPS));
    const ratio = !asItIs || Number.isNaN(call) ? "" : each === asItIs ? "1" : times(speedupOf(each, asItIs));
    const cells = [
      each.name,
      Number.isNaN(call) ? "" : duration(call),
      ratio,
      each.start === null ? "" : duration(each.start),
      each.memoryPerWorker === null ? "" : `${Math.round(each.memoryPerWorker / 2 ** 20)} MiB`,
      each.lateness === null ? "" : duration(each.lateness),
      outBecause(each),
    ];
    return { call: Number.isNaN(call) ? Infinity : call, cells };
  });
  return rows.sort((a, b) => (a.call === b.call ? 0 : a.call - b.call)).map(({ cells }) => cells);
}

function table(decision: Decision): string {
  const lines = [tableHead(decision), ...rowsOf(decision)];
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const padded = lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join("  "));
  return padded.map((line) => `${line.trimEnd()}\n`).join("");
}

function outBecause({ excluded, unfit, droppedAfter }: Tried): string {
  if (excluded !== null) return inShort(excluded);
  if (unfit !== null) return unfit;
  return droppedAfter === null ? "" : `too slow: dropped after round ${droppedAfter}`;
}

/** So that a row stays a row. */
function inShort(text: string): string {
  const line = text.split("\n")[0]!;
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** What the reader should know before believing it. */
export function doubtsOf(decision: Decision): string[] {
  const { machine, function: work, runtimes, candidates, chosen } = decision;
  const best = candidates.find(({ name }) => name === chosen);
  const probes = runtimes.flatMap(({ name, probe, crossing }) =>
    probe && crossing ? [{ name, probe, crossing }] : [],
  );
  const own = probes[0];
  const doubts = runtimes.flatMap(({ name, excluded }) =>
    excluded === null ? [] : [`${TITLES[name]} was not tried: ${firstLine(excluded)}.`],
  );
  if (work.inputs === 1) {
    doubts.push("Each call had the same input: caches and compilers do better with it than with many.");
  }
  if (decision.function.mayBeSeveral) {
    doubts.push(
      "Each input is a list, and was given as its one argument: a parameter with a default, what follows it, and ...rest do not count. Where a list means several arguments, export (a, b) => … instead.",
    );
  }
  if (own) doubts.push(...doubtsOfProbe(own.probe, own.crossing, machine.cores));
  const wereHeldBack = probes.some(
    ({ name, probe }) =>
      mayWait(probe) &&
      (probe.promises || machine.cores > CAREFUL) &&
      candidates.every(({ runtime, inFlight }) => runtime !== name || inFlight <= CAREFUL),
  );
  if (wereHeldBack) {
    doubts.push(
      `At most ${CAREFUL} calls were in flight, as it waits for something that may not be yours: --allow-effects allows more.`,
    );
  }
  // Elsewhere the system does not show it from outside.
  if (!machine.platform.startsWith("linux")) doubts.push("Memory was not limited here: --memory needs Linux.");
  if (machine.loadAverage > 0.5 * machine.cores) {
    doubts.push(
      `The machine was busy with other things: load average ${machine.loadAverage.toFixed(1)} at the start. What waits for a CPU looks as if it blocked.`,
    );
  }
  const asItIs = candidates.find(({ name }) => name === decision.baseline);
  if (best && asItIs && best !== asItIs && isTooNoisy(speedupOf(best, asItIs))) {
    doubts.push(
      "The machine was too noisy for an answer: try again while it does nothing else, or with more --seconds.",
    );
  }
  if (best && best !== asItIs && best.fresh.length > 0 && best.fresh.length < LEAST_FRESH) {
    doubts.push(`There was time for ${best.fresh.length} of the ${LEAST_FRESH} fresh samples that an interval takes.`);
  }
  if (best && best.workers > 1 && machine.cores <= 2) {
    doubts.push(`This machine has ${machine.cores} cores: nothing is said of one with more.`);
  }
  const late = advised(decision)?.lateness ?? 0;
  if (late > RESPONSIVE_MS) {
    doubts.push(`While it works, the caller's loop is late by ${duration(late)} (99th percentile).`);
  }
  return doubts.map(onOneLine);
}

function doubtsOfProbe(
  probe: Probe,
  crossing: Decision["runtimes"][number]["crossing"] & object,
  cores: number,
): string[] {
  const kind = kindOf(probe);
  return [
    ...(probe.remembers
      ? [
          "It remembers answers: asked again with the same input it took less than a tenth of the time. Give it as many inputs as it will see.",
        ]
      : []),
    ...(probe.threw
      ? [`${probe.threw.calls} of its ${probe.threw.of} calls threw, the first of them ${probe.threw.first}.`]
      : []),
    ...(probe.changesArguments ? ["It changes its arguments: what a worker changes, its caller does not see."] : []),
    ...(crossing.losesClass
      ? [`An object of a class arrives as a plain one in a worker: ${crossing.losesClass}.`]
      : []),
    ...(kind === "has threads of its own" && cores > 1
      ? ["It uses threads of its own: more workers share the same cores with them."]
      : []),
    ...(probe.first > 20 * probe.wall && probe.first > 20
      ? [
          `Its first call took ${duration(probe.first)}, later ones ${duration(probe.wall)}: what is asked once has another answer.`,
        ]
      : []),
    ...(probe.grown > 64 * 2 ** 20
      ? [
          `The process grew by ${Math.round(probe.grown / 2 ** 20)} MiB in ${probe.calls === 1 ? "a call" : `${probe.calls} calls`}.`,
        ]
      : []),
    ...(crossing.buffers > 2 ** 20
      ? [
          `${Math.round(crossing.buffers / 2 ** 20)} MiB of buffers are cloned in a call: moving them (transfer) may be faster.`,
        ]
      : []),
  ];
}

/** What the sentence says to use: the baseline where it is to be left as it is; undefined where nothing is decided. */
export function advised({ chosen, candidates, baseline }: Decision): Tried | undefined {
  const best = candidates.find(({ name }) => name === chosen);
  const asItIs = candidates.find(({ name }) => name === baseline);
  if (!best || !asItIs) return undefined;
  return asItIs.unfit !== null || verdictOn(speedupOf(best, asItIs)) === "faster" ? best : asItIs;
}

/** The pool that is to be copied; undefined where the answer is to leave it as it is, or there is none. */
export function chosenPool(decision: Decision): Tried | undefined {
  const best = advised(decision);
  return best?.model === "as it is" ? undefined : best;
}

/** Whether there may be something better, and the samples do not tell. */
function isUntold({ chosen, candidates, baseline }: Decision): boolean {
  const best = candidates.find(({ name }) => name === chosen);
  const asItIs = candidates.find(({ name }) => name === baseline);
  if (!best || !asItIs || best === asItIs || asItIs.unfit !== null) return false;
  return verdictOn(speedupOf(best, asItIs)) === "not told apart";
}

function nextStep(decision: Decision): string {
  if (decision.interrupted) return "Let it come to its end: then it says what to copy.";
  const isUnsteady =
    decision.runtimes.some(({ probe }) => probe != null && probe.differsFrom !== null) ||
    decision.candidates.some(({ name, excluded }) => name === decision.baseline && excluded?.startsWith(UNLIKE));
  if (isUnsteady) {
    return "Give it a function whose answer hangs on its arguments alone.";
  }
  const pool = chosenPool(decision);
  if (pool)
    return `Copy it: triathlon add ${itemNameOf(pool)}; with --add DIR, decide copies it with the function in it.`;
  return isUntold(decision)
    ? "Try again with more --seconds, while the machine does nothing else."
    : "Nothing needs to be copied.";
}
