/** Probe and crossing in each runtime: what the function does with its time, whether it can be sent to a worker, and who takes part. */
import { Refusal } from "../refusal.ts";
import { bySimplicity, candidatesOf, TITLES } from "./candidates.ts";
import { Failed } from "./child.ts";
import { CAREFUL } from "./decision.ts";
import type { Crossing } from "./in-child/orders.ts";
import { mayWait } from "./kind.ts";
import { type Probe, probeOf } from "./probe.ts";
import type { FoundRuntime } from "./runtimes.ts";
import { PATIENCE, SHARES, type Trial } from "./trial.ts";

/** Calls in flight at most, where nothing speaks for being careful. */
const BOLD = 16;

/** @throws {Refusal} when it can be called in no runtime */
export async function look(trial: Trial): Promise<void> {
  const { decision, question } = trial;
  const { runtimes } = question;
  const failures: string[] = [];
  for (const [i, runtime] of runtimes.entries()) {
    const found = decision.runtimes[i]!;
    if (decision.interrupted) return;
    if (found.excluded !== null) continue;
    trial.say(`looking at it in ${TITLES[runtime.name]}`, 0);
    try {
      const { probe, crossing } = await lookIn(trial, runtime);
      found.probe = probe;
      found.crossing = crossing;
      enter(trial, runtime, probe, crossing);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (decision.interrupted) return;
      found.excluded = error.message;
      failures.push(`${TITLES[runtime.name]}: ${error.message}`);
    }
  }
  if (decision.candidates.length === 0) throw refusal(trial, failures);
  decision.candidates.sort(bySimplicity(runtimes.map(({ name }) => name)));
  decision.baseline = decision.candidates[0]!.name;
}

/** @throws {Failed} when it cannot be called there */
async function lookIn(trial: Trial, runtime: FoundRuntime): Promise<{ probe: Probe; crossing: Crossing }> {
  const { decision, question } = trial;
  const [asItIs] = candidatesOf(runtime.name, 1, 1);
  const child = trial.start(asItIs!, runtime);
  const { name, inputs, inputsAre, spread, mayBeSeveral, isMember, inputsAt } = await trial.load(child, asItIs!);
  if (decision.function.inputs === 0) {
    const own = { exported: name, inputs, spread, mayBeSeveral, isMember, inputsAt };
    decision.function = { ...decision.function, ...own, inputsAre: question.input ? null : inputsAre };
  }
  const share = (SHARES.look * trial.total) / question.runtimes.length;
  const patience = PATIENCE * share + 10_000;
  // A third for the calls that are watched, and as much for each time that inputs are asked before.
  const probe = probeOf(await child.ask({ do: "probe", milliseconds: share / 3 }, patience));
  return { probe, crossing: await child.ask({ do: "cross" }, patience) };
}

/** The candidates of a runtime; what cannot take part says why. */
function enter(
  { question, decision, pace, width }: Trial,
  runtime: FoundRuntime,
  probe: Probe,
  crossing: Crossing,
): void {
  const isCareful = !question.allowEffects && mayWait(probe);
  const { cores } = decision.machine;
  const workers = isCareful ? Math.min(CAREFUL, cores) : cores;
  for (const candidate of candidatesOf(runtime.name, workers, isCareful ? CAREFUL : BOLD)) {
    const needsClones = candidate.model === "threads" || candidate.model === "processes";
    const excluded =
      candidate.model === "async" && !probe.promises
        ? "it gives no promise: side by side its calls would run one after the other"
        : needsClones && crossing.uncloneable
          ? `cannot be sent to a worker: ${crossing.uncloneable}`
          : null;
    const wide = candidate.model === "async" ? sideBySide(probe, candidate.inFlight) : candidate.inFlight;
    width.set(candidate.name, wide);
    pace.set(candidate.name, probe.wall / wide);
    decision.candidates.push({
      ...candidate,
      excluded,
      unfit: null,
      droppedAfter: null,
      race: [],
      fresh: [],
      start: null,
      memoryPerWorker: null,
      lateness: null,
    });
  }
}

/** So many calls on one thread, and more are no faster: while one computes or blocks, no other goes on. */
export const sideBySide = (
  { wallTotal, blockedTotal }: Pick<Probe, "wallTotal" | "blockedTotal">,
  atMost: number,
): number => Math.min(atMost, Math.ceil(wallTotal / Math.max(blockedTotal, wallTotal / atMost)));

function refusal({ question, decision }: Trial, failures: readonly string[]): Refusal {
  const tooOld = decision.runtimes.flatMap(({ name, excluded }) =>
    excluded === null ? [] : [`${TITLES[name]}: ${excluded}`],
  );
  const found = [...new Set([...failures, ...tooOld])].map((each) => `  ${each}`).join("\n");
  const isAboutExports =
    !question.input && failures.some((failure) => /wanted (one|a) function|wanted inputs/.test(failure));
  const how = "\nIts file exports the function, and inputs() that yields what to call it with.";
  return new Refusal(
    `Cannot try "${question.work.file}": wanted a function that can be called in one of the runtimes, found\n${found}${isAboutExports ? how : ""}`,
  );
}
