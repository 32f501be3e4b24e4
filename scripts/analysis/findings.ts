/** What a reader of two tables would have to put together by hand. */
import { isKnown, ratioText } from "./numbers.ts";
import type { Comparison, Report, Row } from "./report.ts";
import { isVariant } from "./side-by-side.ts";
import { listed, runtimeTitle, workersOf } from "./words.ts";

/** A sentence each; none where this report does not hold what it needs. */
export function findingsOf({ comparisons, runtimes }: Pick<Report, "comparisons" | "runtimes">): string[] {
  return [...comparisons.flatMap((comparison) => inFlightFinding(comparison, runtimes)), ...clientFinding(comparisons)];
}

/** As many in flight on one thread as there are workers, and more than that. */
function inFlightFinding({ workload, rows }: Comparison, runtimes: readonly string[]): string[] {
  const own = (runtime: string) => rows.filter((row) => row.runtime === runtime && row.speedUp.interval !== null);
  const parts = runtimes.flatMap((runtime) => {
    const many = own(runtime).findLast(({ model }) => model === "async");
    const workers = own(runtime).find(({ model, workers }) => model === "threading" && workers > 1);
    const equal = own(runtime).find(({ model, concurrency }) => model === "async" && concurrency === workers?.workers);
    if (!many || !workers || !equal || many === equal) return [];
    return [
      `${runtimeTitle(runtime)} ${times(equal)} with ${equal.concurrency} in flight, ${times(workers)} with ${workersOf(workers)} ` +
        `and ${times(many)} with ${many.concurrency} in flight`,
    ];
  });
  if (parts.length === 0) return [];
  return [
    `On ${workload} one thread holds as many waits as it is given, a worker one: times as fast as sequential, ${listed(parts)}.`,
  ];
}

const times = ({ speedUp }: Row): string => (isKnown(speedUp) ? `${ratioText(speedUp.median!)}×` : "an unknown factor");

/** The median, where there are enough executions for an interval. */
const sure = ({ median, interval }: Row["cpuSeconds"]): number | null => (interval === null ? null : median);

/** The same pages by undici and by `fetch`. */
function clientFinding(comparisons: readonly Comparison[]): string[] {
  const of = (workload: string) => comparisons.find((one) => one.workload === workload);
  const [own, byFetch] = [of("download-pages"), of("fetch-pages")];
  if (!own || !byFetch || own.size !== byFetch.size) return [];
  const parts = own.rows.flatMap((row) => {
    const other = byFetch.rows.find((one) => one.runtime === row.runtime && isVariant(one, row));
    const [one, two] = [sure(row.cpuSeconds), other ? sure(other.cpuSeconds) : null];
    return row.runtime !== "node" || one === null || two === null || one === 0 ? [] : [two / one];
  });
  if (parts.length === 0) return [];
  const [low, high] = [Math.min(...parts), Math.max(...parts)].map(ratioText);
  const factor = low === high ? low : `${low} to ${high}`;
  return [`In Node \`fetch\` takes ${factor} times the CPU of undici's \`request\` for the same pages.`];
}
