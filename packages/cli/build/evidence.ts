/** What was measured of a runtime's execution model, as a line of a header: from the published report. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Report {
  runId: string;
  comparisons: { workload: string; size: string; rows: Row[] }[];
  environment: { commit: string | null; availableParallelism: number };
}

interface Row {
  runtime: string;
  model: string;
  speedUp: { median: number | null } | null;
  verdict: string | null;
}

/** @param root the repository */
export function readEvidence(root: string): (runtime: string, model: string) => string {
  const report = JSON.parse(readFileSync(join(root, "docs/results/report.json"), "utf8")) as Report;
  const { commit, availableParallelism } = report.environment;
  return (runtime, model) => {
    const measured = report.comparisons.flatMap(({ workload, size, rows }) => {
      const row = rows.find((row) => row.runtime === runtime && row.model === model);
      const median = row?.speedUp?.median;
      if (!row || typeof median !== "number" || model === "sequential") return [];
      const about = row.verdict === "faster" || row.verdict === "slower" ? "" : "≈";
      return [`${workload} ${size} ${about}${median.toPrecision(3)}`];
    });
    if (measured.length === 0) return `none: ${model} is not measured against sequential`;
    return (
      `times as fast as sequential on ${availableParallelism} CPUs (≈ not shown to be faster or slower): ${measured.join(", ")}; ` +
      `report ${report.runId} at ${commit?.slice(0, 12) ?? "an unknown commit"}`
    );
  };
}
