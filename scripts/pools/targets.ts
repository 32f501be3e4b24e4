/** What is wanted of our pools, and whether it was reached. */
import type { PoolCase, PoolRecord } from "@triathlon/core/results/pools";
import { CASES } from "./cases.ts";
import { bestPeerOf, detachedOf, efficiencyOf, figuresOf, observed } from "./figures.ts";
import type { RoundEstimate, Target } from "./pools-report.ts";
import { ratioEstimate, spreadOf } from "./round-estimate.ts";

/** Our pool as it comes, and with what its speed comes from switched off. */
export const OURS = "triathlon";
export const ONE_IN_FLIGHT = "triathlon-one-in-flight";

/** No pool keeps workers busier than they are without one; what is above it by more than this was the machine. */
const MOST_EFFICIENT = 1.05;

/** All that apply to the cases that were run in a cell. */
export function targetsOf(records: readonly PoolRecord[]): Target[] {
  const of = (name: PoolCase, contender: string): PoolRecord[] =>
    records.filter((record) => record.case === name && record.contender === contender);
  const figures = (name: PoolCase, contender: string): Map<number, number> => figuresOf(of(name, contender));
  const best = (name: PoolCase): Map<number, number> =>
    figures(name, bestPeerOf(records.filter((record) => record.case === name)) ?? "");
  const toFloor = (name: PoolCase): RoundEstimate =>
    ratioEstimate(figures(name, OURS), figures(name, CASES[name].floors[0]!));
  const detached = (name: PoolCase): RoundEstimate => observed(of(name, OURS), detachedOf);

  return [
    target(
      "one-at-a-time",
      "÷ best peer",
      { most: 1 },
      ratioEstimate(figures("one-at-a-time", OURS), best("one-at-a-time")),
    ),
    target("one-at-a-time", "÷ raw", { most: 1.15 }, toFloor("one-at-a-time")),
    target("at-once", "best peer ÷ ours", { least: 5 }, ratioEstimate(best("at-once"), figures("at-once", OURS))),
    target(
      "short-tasks",
      "efficiency",
      { least: 0.9 },
      observed(of("short-tasks", OURS), efficiencyOf),
      MOST_EFFICIENT,
    ),
    target("clone-1-mib", "÷ raw", { most: 1.1 }, toFloor("clone-1-mib")),
    target("transfer-1-mib", "share detached", { least: 1 }, detached("transfer-1-mib")),
    target("transfer-16-mib", "share detached", { least: 1 }, detached("transfer-16-mib")),
    // A copy of 16 times the bytes would take about 16 times as long.
    target(
      "transfer-16-mib",
      "÷ 1 MiB transferred",
      { most: 2 },
      ratioEstimate(figures("transfer-16-mib", OURS), figures("transfer-1-mib", OURS)),
    ),
    target("mix", "÷ one in flight", { most: 1 }, ratioEstimate(figures("mix", OURS), figures("mix", ONE_IN_FLIGHT))),
  ].filter((one) => records.some((record) => record.case === one.case));
}

/** @param believable a larger figure says that the machine was disturbed: then the verdict is not sure */
function target(
  name: PoolCase,
  what: string,
  wanted: Target["wanted"],
  found: RoundEstimate,
  believable = Infinity,
): Target {
  const base = { case: name, what, wanted, found };
  if (found.median === null) return { ...base, verdict: "not measured", missedBy: null, sure: false };
  const limit = "least" in wanted ? wanted.least : wanted.most;
  const meets = (value: number): boolean => ("least" in wanted ? value >= limit : value <= limit);
  const met = meets(found.median);
  const spread = spreadOf(found)!;
  return {
    ...base,
    verdict: met ? "met" : "missed",
    missedBy: met ? null : Math.abs(found.median - limit) / limit,
    sure: found.n > 1 && spread.high <= believable && meets(spread.low) === met && meets(spread.high) === met,
  };
}
