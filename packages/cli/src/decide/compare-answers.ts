/** Answers through each pool must be those of the function as it is: this excludes more than speed does. */
import type { Runtime } from "../doctor/runtimes.ts";
import { Failed } from "./child.ts";
import type { Tried } from "./decision.ts";
import { unlikeBefore } from "./measure.ts";
import { PATIENCE, SHARES, type Trial } from "./trial.ts";

/** Inputs whose answers are compared, at most. */
const FIDELITY_CALLS = 20;

export async function compareAnswers(trial: Trial): Promise<void> {
  const { decision } = trial;
  const { candidates, runtimes } = decision;
  const unsteady = runtimes.find(({ probe }) => probe?.differsFrom != null);
  if (unsteady) {
    decision.undecided = `it keeps state between calls, or answers by chance: its answers differ from call ${unsteady.probe!.differsFrom} on`;
    return;
  }
  const references = new Map<Runtime, readonly string[]>();
  for (const candidate of candidates) {
    if (decision.interrupted || decision.undecided !== null) return;
    if (candidate.excluded !== null) continue;
    trial.say(`comparing its answers: ${candidate.name}`, trial.live.length);
    await trial.orExclude(candidate, () => compare(trial, candidate, references));
  }
}

/** @param references the answers as it is, by runtime; those of this candidate come to them, where it is one */
async function compare(trial: Trial, candidate: Tried, references: Map<Runtime, readonly string[]>): Promise<void> {
  const { decision, question, pace, width } = trial;
  const runtime = question.runtimes.find(({ name }) => name === candidate.runtime)!;
  const known = trial.childOf(candidate);
  const child = known ?? trial.start(candidate, runtime);
  if (!known) await trial.load(child, candidate);
  const share = (SHARES.fidelity * trial.total) / decision.candidates.length;
  const each = Math.max(pace.get(candidate.name)! * width.get(candidate.name)!, 0.01);
  const calls = Math.max(3, Math.min(FIDELITY_CALLS, Math.round(share / each)));
  const { fingerprints, threw, start, warm, unlike } = await child.ask(
    { do: "answers", calls },
    PATIENCE * (share + calls * each) + 15_000,
  );
  if (unlike !== null) throw unlikeBefore(unlike);
  if (candidate.model === "as it is") references.set(candidate.runtime, fingerprints);
  else {
    candidate.start = start;
    // Arguments may take longer to send than the call takes.
    pace.set(candidate.name, Math.max(pace.get(candidate.name)!, warm / width.get(candidate.name)!));
  }
  const reference = references.get(candidate.runtime) ?? [];
  const first = references.get(decision.candidates[0]!.runtime) ?? reference;
  refuseOthers(fingerprints, threw, reference, "as it is");
  refuseOthers(fingerprints, threw, first, decision.baseline ?? "as it is");
  candidate.memoryPerWorker = trial.memoryPerWorker(candidate);
}

/** @throws {Failed} with the first input whose answer is another */
function refuseOthers(
  answers: readonly string[],
  threw: readonly (string | null)[],
  reference: readonly string[],
  where: string,
): void {
  const unlike = answers.findIndex((answer, i) => reference[i] !== undefined && answer !== reference[i]);
  if (unlike === -1) return;
  const thrown = threw[unlike] == null ? "" : `: it throws ${threw[unlike]}`;
  throw new Failed(`its answer to input ${unlike + 1} is not that of ${where}${thrown}`);
}
