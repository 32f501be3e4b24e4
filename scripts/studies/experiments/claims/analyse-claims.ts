/** From the records of a run to what held of the claims: pure functions. */
import type { Claim } from "@triathlon/core/measure/claims/claim";
import type {
  ClaimComparison,
  ClaimOutcome,
  ClaimsPlan,
  ClaimsReport,
  ReportedClaim,
} from "@triathlon/core/results/claims-report";
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { median } from "@triathlon/core/statistics/median";
import { ratioEstimate } from "../../../analysis/estimate.ts";
import { pairedRatios } from "../../../analysis/paired-ratio.ts";
import { disturbanceOf } from "../../../analysis/run-noise.ts";
import { type Judgement, judge, MARGIN, type Verdict } from "../../../analysis/verdict.ts";
import type { ExperimentRun } from "../analysis/analyse-experiments.ts";
import { estimateOver, groupsOf, someSamples } from "../analysis/groups.ts";
import { notCompletedOf } from "../analysis/not-completed.ts";

export interface ClaimsRun extends ExperimentRun {
  plan: ClaimsPlan;
}

/** What is compared, as it was planned. */
type Planned = ClaimsPlan["comparisons"][number];

/** What a comparison says; null for {@link OPEN}, which say nothing. */
const OUTCOMES: Readonly<Record<Verdict, "held" | "did not hold" | null>> = {
  faster: "held",
  "leans faster": "held",
  slower: "did not hold",
  "leans slower": "did not hold",
  equivalent: null,
  inconclusive: null,
  "too few executions": null,
};

/**
 * The same records in any order give the same report.
 *
 * @param claims their words, in the order of the plan
 */
export function analyseClaims(run: ClaimsRun, claims: readonly Claim[]): ClaimsReport {
  const { plan, environment, records } = run;
  const noise = disturbanceOf(records);
  const ratios = plan.comparisons.map((planned) => ratiosOf(records, planned));
  // Whether the ratio is the one from which on the claim holds, and not whether it is 1.
  const contests = plan.comparisons.map(({ atLeast }, index) => ({
    ratios: ratios[index]!.map((ratio) => ratio / atLeast),
    threshold: MARGIN,
  }));
  const judgements = judge(contests, { size: plan.comparisons.length, tooNoisy: noise.tooNoisy });
  const compared = plan.comparisons.map((planned, index) => ({
    claim: planned.claim,
    result: comparisonOf(planned, ratios[index]!, judgements[index]!, environment.availableParallelism),
  }));
  return {
    schemaVersion: SCHEMA_VERSION,
    runId: plan.runId,
    environment,
    seed: plan.seed,
    smoke: plan.smoke,
    noise,
    runtimes: plan.runtimes,
    familySize: plan.comparisons.length,
    claims: claims.map((claim) => {
      const own = compared.filter((one) => one.claim === claim.name);
      return claimOf(
        claim,
        own.map(({ result }) => result),
        run,
      );
    }),
    notCompleted: notCompletedOf(records),
  };
}

/** Of each block that has both sides. */
function ratiosOf(records: readonly ExperimentRecord[], { claim, slower, faster }: Planned): number[] {
  const byBlock = ({ runtime, place }: Planned["slower"]): Map<number, number> => {
    const own = records.filter(
      (record) =>
        record.experiment === claim &&
        record.runtime === runtime &&
        record.place === place &&
        record.outcome === "completed",
    );
    return new Map(own.map((record) => [record.block, secondsOf(record)]));
  };
  return pairedRatios(byBlock(slower), byBlock(faster));
}

const secondsOf = (record: ExperimentRecord): number => median(someSamples(record, "seconds"));

function comparisonOf(
  { name, slower, faster, claimed, atLeast, cpus, isCause }: Planned,
  ratios: readonly number[],
  { verdict, evidence }: Judgement,
  cpusHere: number,
): ClaimComparison {
  const about = { name, slower, faster, claimed, atLeast, cpus, isCause };
  const seen = { ...about, ratio: ratioEstimate(ratios), adjustedP: evidence.adjustedP };
  const open = (reason: string): ClaimComparison => ({ ...seen, outcome: "not known", reason });
  if (ratios.length === 0) return open("it was not measured");
  if (cpus !== null && cpus > cpusHere) {
    return open(`the source speaks of ${cpus} CPUs, and here a program may use ${cpusHere}`);
  }
  // Of who is slower a tie is an answer; at another limit it leaves open on which side of it the ratio lies.
  const outcome = verdict === "equivalent" && atLeast === 1 ? "did not hold" : OUTCOMES[verdict];
  return outcome === null ? open(OPEN[verdict] ?? verdict) : { ...seen, outcome, reason: null };
}

const OPEN: Readonly<Partial<Record<Verdict, string>>> = {
  equivalent: "the ratio is the one from which on it holds",
  inconclusive: "the interval does not tell on which side of the limit the ratio lies",
  "too few executions": "there were too few blocks",
};

function claimOf(claim: Claim, comparisons: ClaimComparison[], { plan, records }: ClaimsRun): ReportedClaim {
  const { name, title, source, says, kept, changed, why } = claim;
  const blocks = plan.experiments.find((one) => one.name === name)?.blocks ?? 0;
  const smoke = plan.smoke ? " --smoke" : "";
  return {
    name,
    title,
    source,
    says,
    kept,
    changed,
    why,
    command: `pnpm claims --claim ${name}${smoke} --blocks ${blocks} --seed ${plan.seed}`,
    blocks,
    outcome: outcomeOf(comparisons),
    comparisons,
    arms: groupsOf(records, name, plan.runtimes).map((group) => ({
      runtime: group.runtime,
      place: group.place,
      seconds: estimateOver(group, secondsOf),
    })),
  };
}

/** Causes are no part of a claim. What is not known does not keep the rest from having held, in part. */
export function outcomeOf(comparisons: readonly Pick<ClaimComparison, "isCause" | "outcome">[]): ClaimOutcome {
  const own = comparisons.filter(({ isCause }) => !isCause);
  const count = (wanted: ClaimOutcome): number => own.filter(({ outcome }) => outcome === wanted).length;
  if (count("held") > 0) return count("held") === own.length ? "held" : "held in part";
  return count("did not hold") > 0 ? "did not hold" : "not known";
}
