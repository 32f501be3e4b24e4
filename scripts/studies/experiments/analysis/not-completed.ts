/** What gave no figure, and why. */
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import type { ExperimentReport } from "@triathlon/core/results/experiment-report";

type NotCompleted = ExperimentReport["notCompleted"][number];

/** One line for settings of an experiment and runtime that share a reason. */
export function notCompletedOf(records: readonly ExperimentRecord[]): NotCompleted[] {
  const rest = records
    .filter(({ outcome }) => outcome !== "completed")
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const lines = Map.groupBy(rest, ({ experiment, runtime, outcome, reason }) =>
    JSON.stringify([experiment, runtime, outcome, reason]),
  );
  return [...lines.values()].map((all): NotCompleted => {
    const [{ experiment, runtime, outcome, reason, stderrTail }] = all as [ExperimentRecord];
    const settings = Map.groupBy(all, ({ place, setting }) => JSON.stringify([place, setting]));
    return {
      experiment,
      runtime,
      outcome: outcome as NotCompleted["outcome"],
      reason: [reason, stderrTail].filter(Boolean).join("\n"),
      settings: [...settings.values()].map((each) => {
        const [{ place, setting }] = each as [ExperimentRecord];
        return { place, setting, blocks: each.map(({ block }) => block) };
      }),
    };
  });
}

const sortKey = ({ experiment, runtime, outcome, reason, place, setting, block }: ExperimentRecord): string =>
  JSON.stringify([experiment, runtime, outcome, reason, place, setting, String(block).padStart(6, "0")]);
