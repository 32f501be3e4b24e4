/** What a run of claims is to its study: its plan, which says before the first process from when on a claim holds, and its journal. */
import type { Claim } from "@triathlon/core/measure/claims/claim";
import { type ClaimsPlan, claimsPlan } from "@triathlon/core/results/claims-report";
import { planOf } from "../experiment-plan.ts";
import { EXPERIMENTS, type Selection } from "../experiments-study.ts";

export const CLAIMS: typeof EXPERIMENTS = { ...EXPERIMENTS, file: "claims.ndjson", what: "a record of a claim" };

export function planOfClaims(
  selection: Selection & { experiments: readonly Claim[] },
  runId: string,
  seed: number,
): ClaimsPlan {
  return claimsPlan.parse({ ...planOf(selection, runId, seed), comparisons: comparisonsOf(selection.experiments) });
}

/** Of all claims, in their order. */
export const comparisonsOf = (claims: readonly Claim[]): ClaimsPlan["comparisons"] =>
  claims.flatMap((claim) =>
    claim.comparisons.map(({ cpus = null, isCause = false, ...comparison }) => ({
      claim: claim.name,
      ...comparison,
      cpus,
      isCause,
    })),
  );
