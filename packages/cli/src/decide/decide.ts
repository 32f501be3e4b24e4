/**
 * Tries somebody's function in every execution model, in every runtime, and finds which suits it. The stages, in their order:
 *
 *     look            probe and crossing, in each runtime: who takes part
 *     compareAnswers  through each pool, beside those of the function as it is: who answers otherwise is out
 *     race            round after round, until one is left
 *     choose          fresh samples: whoever wins a race has also been lucky in it
 *
 * What they share is a {@link Trial}.
 */
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import process from "node:process";
import type { Catalogue } from "../items/catalogue.ts";
import { endAll, startGuard } from "./child.ts";
import { choose } from "./choose.ts";
import { compareAnswers } from "./compare-answers.ts";
import type { Decision } from "./decision.ts";
import { look } from "./look.ts";
import type { Question } from "./question.ts";
import { race } from "./race.ts";
import { StagedWork } from "./stage-work.ts";
import { type Say, Trial } from "./trial.ts";

/** A Ctrl-C gives the answer so far. @throws {Refusal} when the function can be called in no runtime */
export async function decide(question: Question, catalogue: Catalogue, version: string, say: Say): Promise<Decision> {
  const forms = new Map(question.runtimes.flatMap(({ name, form }) => (form === null ? [] : [[name, form] as const])));
  const decision = blank(question, version);
  const interrupt = (): void => {
    decision.interrupted = true;
    endAll();
  };
  // From before the folder is there until it is gone.
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const endGuard = startGuard();
  let staged: StagedWork | undefined;
  try {
    staged = new StagedWork(catalogue, question.work, forms);
    await carryOut(new Trial(question, decision, staged, say));
    return decision;
  } finally {
    endAll();
    endGuard();
    staged?.remove();
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function carryOut(trial: Trial): Promise<void> {
  const { decision } = trial;
  await look(trial);
  if (!decision.interrupted) await compareAnswers(trial);
  if (!decision.interrupted && decision.undecided === null) await race(trial);
  if (decision.undecided === null) await choose(trial);
  decision.took = trial.gone;
}

/** Before anything is known. */
function blank(question: Question, version: string): Decision {
  const { work, input, goal, rate, jobsPerSecond, seconds, seed, runtimes } = question;
  return {
    schema: 1,
    at: new Date().toISOString(),
    version,
    machine: {
      cpu: cpus()[0]?.model.trim() || "unknown",
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      loadAverage: loadavg()[0] ?? 0,
      platform: `${process.platform} ${process.arch}`,
    },
    function: {
      file: work.file,
      exported: work.exported ?? "",
      inputs: 0,
      spread: false,
      inputsFile: work.inputsFile ?? null,
      inputsAre: null,
      isMember: false,
      inputsAt: "name",
      input: input?.[0] ?? null,
    },
    goal,
    rate,
    jobsPerSecond: jobsPerSecond ?? null,
    seconds,
    took: 0,
    seed,
    runtimes: runtimes.map(({ name, version, problem }) => ({
      name,
      version,
      excluded: problem,
      probe: null,
      crossing: null,
    })),
    candidates: [],
    chosen: null,
    advised: null,
    baseline: null,
    undecided: null,
    interrupted: false,
  };
}
