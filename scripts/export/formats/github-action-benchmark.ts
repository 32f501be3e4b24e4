/** For https://github.com/benchmark-action/github-action-benchmark, with `tool: customSmallerIsBetter`. */
import { intervalText, medianText, secondsScale } from "../../analysis/numbers.ts";
import type { Report } from "../../analysis/report.ts";
import { exportedRows } from "../exported-rows.ts";
import { json } from "../../printable.ts";

/** One pass after the first, in seconds; cells without a time are left out. */
export function render(report: Report): string {
  const entries = exportedRows(report).flatMap(({ name, steadySeconds, coldSeconds, cpuSeconds }) => {
    const { median, n } = steadySeconds;
    if (median === null) return [];
    const range = intervalText(steadySeconds, secondsScale);
    const extra = [
      `n = ${n}`,
      `whole process: ${medianText(coldSeconds, secondsScale) ?? "not measured"}`,
      `CPU: ${medianText(cpuSeconds, secondsScale) ?? "not measured"}`,
      `run ${report.runId}`,
    ].join("\n");
    return [{ name, unit: "s", value: median, ...(range === null ? {} : { range }), extra }];
  });
  return json(entries);
}
