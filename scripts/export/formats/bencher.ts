/** Bencher Metric Format: https://bencher.dev/docs/reference/bencher-metric-format. `latency` is in nanoseconds there. */
import type { Estimate } from "../../analysis/estimate.ts";
import type { Report } from "../../analysis/report.ts";
import { exportedRows } from "../exported-rows.ts";
import { json } from "../../printable.ts";

const NANOSECONDS = 1e9;

/** Times in nanoseconds, that of the loop's delay its p99, memory in bytes; what was not measured is left out. */
export function render(report: Report): string {
  const benchmarks = exportedRows(report).flatMap(({ name, ...row }) => {
    const measures = {
      ...measure("latency", row.steadySeconds, NANOSECONDS),
      ...measure("whole-process", row.coldSeconds, NANOSECONDS),
      ...measure("cpu-time", row.cpuSeconds, NANOSECONDS),
      ...measure("peak-memory", row.peakMemoryBytes, 1),
      ...measure("loop-delay", row.loopDelayP99Seconds, NANOSECONDS),
    };
    return Object.keys(measures).length === 0 ? [] : [[name, measures] as const];
  });
  return json(Object.fromEntries(benchmarks));
}

interface Metric {
  value: number;
  lower_value?: number;
  upper_value?: number;
}

function measure(name: string, { median, interval }: Estimate, factor: number): Record<string, Metric> {
  if (median === null) return {};
  const bounds = interval === null ? {} : { lower_value: interval.low * factor, upper_value: interval.high * factor };
  return { [name]: { value: median * factor, ...bounds } };
}
