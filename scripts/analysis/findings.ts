/** What a reader of two tables would have to put together by hand. */
import { isKnown, rangeText, ratioText } from "./numbers.ts";
import type { Comparison, Report, Row } from "./report.ts";
import { isVariant } from "./variant.ts";
import { listed, runtimeTitle, workersOf } from "./words.ts";

/** A sentence each; none where this report does not hold what it needs. */
export function findingsOf({ comparisons, runtimes }: Pick<Report, "comparisons" | "runtimes">): string[] {
  return [...comparisons.flatMap((comparison) => inFlightFinding(comparison, runtimes)), ...clientFinding(comparisons)];
}

/** The same number in flight in async and in workers; and then more of it in both. */
function inFlightFinding({ workload, rows }: Comparison, runtimes: readonly string[]): string[] {
  const parts = runtimes.flatMap((runtime) => {
    const own = rows.filter(
      ({ runtime: its, model, speedUp }) => its === runtime && model !== "sequential" && speedUp.interval !== null,
    );
    const counts = [...Map.groupBy(own, inFlight)].sort(([a], [b]) => a - b);
    const fewest = counts[0]?.[1] ?? [];
    const isCompared = fewest.length > 1 && fewest.some(({ model }) => model === "async");
    if (!isCompared || counts.length < 2) return [];
    const clauses = counts.map(([count, same]) => `with ${count} in flight ${listed(same.map(timesText))}`);
    return [`in ${runtimeTitle(runtime)} ${clauses.join(", ")}`];
  });
  if (parts.length === 0) return [];
  return [
    `On ${workload} a thread holds as many waits as it is given, whether it is the program's own or a worker. Times as fast as sequential, ` +
      `${parts.join("; ")}.`,
  ];
}

/** Calls in all. */
const inFlight = ({ workers, concurrency }: Row): number => concurrency ?? workers;

const timesText = (row: Row): string => `${times(row)} (${workersOf(row)})`;

const times = ({ speedUp }: Row): string => (isKnown(speedUp) ? `${ratioText(speedUp.median!)}×` : "an unknown factor");

/** The median, where there are enough executions for an interval. */
const sure = ({ median, interval }: Row["cpuSeconds"]): number | null => (interval === null ? null : median);

/** Whether two are shown to differ: their intervals have nothing in common. */
const liesApart = ({ interval: one }: Row["cpuSeconds"], { interval: other }: Row["cpuSeconds"]): boolean =>
  one !== null && other !== null && (one.high < other.low || other.high < one.low);

/** The same pages by undici and by `fetch`. */
function clientFinding(comparisons: readonly Comparison[]): string[] {
  const of = (workload: string) => comparisons.find((one) => one.workload === workload);
  const [own, byFetch] = [of("download-pages"), of("fetch-pages")];
  if (!own || !byFetch || own.size !== byFetch.size) return [];
  const parts = own.rows.flatMap((row) => {
    const other = byFetch.rows.find((one) => one.runtime === row.runtime && isVariant(one, row));
    const [one, two] = [sure(row.cpuSeconds), other ? sure(other.cpuSeconds) : null];
    const areHere = row.runtime === "node" && one !== null && two !== null && one > 0;
    return areHere && liesApart(row.cpuSeconds, other!.cpuSeconds) ? [two / one] : [];
  });
  if (parts.length === 0) return [];
  return [
    `In Node \`fetch\` takes ${rangeText(parts, ratioText)} times the CPU of undici's \`request\` for the same pages.`,
  ];
}
