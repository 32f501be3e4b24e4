/** What became of following `decide`, as a page. */
import type { DecisionRecord } from "@triathlon/core/results/decisions";
import { median } from "@triathlon/core/statistics/median";
import { plain, table } from "../../report/markdown.ts";
import { ADVISERS, type Adviser, type Regrets, regrets, uncertaintyOf } from "./regret.ts";

/** @param facts what was run, where and when: one sentence */
export function decideMarkdown(records: readonly DecisionRecord[], facts: string): string {
  const heldOut = records.filter((record) => record.heldOut);
  const rows = (of: readonly DecisionRecord[]): string[][] =>
    (Object.keys(ADVISERS) as Adviser[]).map((adviser) => rowOf(adviser, regrets(of, adviser)));
  const { worst } = regrets(records, "decide");
  return `# How good is the advice of \`triathlon decide\`?

${facts}

Functions are made by lot: a kernel, for 2 µs to 200 ms, with or without a wait, arguments, a result, state or threads of its own. For each,
\`decide\` is asked, and then every model is measured for itself, at length. *Regret* is how much longer the advised model takes than the
best one that answers rightly. The others in the table give the same advice for every function, or go by CPU time and wall time alone.

${table(HEAD, rows(records))}

The same for the ${heldOut.length} workloads whose kernel or wait was never looked at while the rule was made:

${table(HEAD, rows(heldOut))}

The times that are taken for true are themselves known to ±${percent(median(records.map(uncertaintyOf).filter(Number.isFinite)))} (half of the spread of rounds, in the middle of all workloads).${
    worst && worst.regret > 0.1
      ? ` The worst advice was ${worst.choice} for “${plain(worst.name)}”: ${Number.isFinite(worst.regret) ? `a regret of ${percent(worst.regret)}` : "it cannot be used there"}.`
      : ""
  }
`;
}

const HEAD = [
  "advice of",
  "workloads",
  "within 10 %",
  "median regret",
  "95th percentile",
  "wrong or failing",
  "a pool where as it is was best",
];

const rowOf = (adviser: string, of: Regrets): string[] => [
  adviser,
  String(of.workloads),
  percent(of.within),
  percent(of.median),
  percent(of.high),
  String(of.wrong),
  String(of.falsePools),
];

const percent = (share: number): string =>
  Number.isFinite(share) ? `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %` : "–";
