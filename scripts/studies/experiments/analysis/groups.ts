/** Records of one setting together, and what their blocks say of one quantity. */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { ExperimentRecord, Setting } from "@triathlon/core/results/experiment";
import { estimateOf, NOT_MEASURED } from "../../../analysis/estimate.ts";
import { UsageError } from "../../../usage-error.ts";

/** All completed records of one runtime at one setting of an experiment. */
export interface Group {
  runtime: string;
  place: string;
  setting: Setting;
  /** By block. */
  records: ExperimentRecord[];
}

/** The order in which places stand in tables; others follow by name. */
const PLACES = ["sequential", "async", "main", "task", "threading", "thread", "multiprocessing", "process"];

/**
 * The groups of an experiment, runtimes in their order, then places, then settings by their values: the same whatever the order of the
 * records. A setting that was never completed has none.
 */
export function groupsOf(
  records: readonly ExperimentRecord[],
  experiment: string,
  runtimes: readonly string[],
): Group[] {
  const own = records.filter((record) => record.experiment === experiment && record.outcome === "completed");
  const groups = Map.groupBy(own, ({ runtime, place, setting }) => JSON.stringify([runtime, place, entries(setting)]));
  return [...groups.values()]
    .map((group): Group => {
      const [{ runtime, place, setting }] = group as [ExperimentRecord];
      return { runtime, place, setting, records: group.sort((a, b) => a.block - b.block) };
    })
    .sort(
      (a, b) =>
        runtimes.indexOf(a.runtime) - runtimes.indexOf(b.runtime) ||
        rank(a.place) - rank(b.place) ||
        compare(a.place, b.place) ||
        compareSettings(a.setting, b.setting),
    );
}

/** Over blocks: one value of each record. Null leaves a block out. */
export function estimateOver(
  { records }: Pick<Group, "records">,
  valueOf: (record: ExperimentRecord) => number | null,
): Estimate {
  return estimateOf(
    records.flatMap((record) => valueOf(record) ?? []),
    NOT_MEASURED,
  );
}

/** Samples by name; none where the record has no such figure. */
export const samples = ({ figures }: ExperimentRecord, name: string): number[] => figures[name] ?? [];

/** The first sample of a figure that has one. @throws {UsageError} when it has none */
export const sample = (record: ExperimentRecord, name: string): number => someSamples(record, name)[0]!;

/** All of them, at least one. @throws {UsageError} when it has none */
export function someSamples(record: ExperimentRecord, name: string): number[] {
  const found = samples(record, name);
  if (found.length > 0) return found;
  throw new UsageError(
    `Cannot analyse ${record.experiment} in ${record.runtime}, block ${record.block}: wanted the figure "${name}", found ${Object.keys(record.figures).join(", ")}`,
  );
}

const entries = (setting: Setting): [string, string | number | boolean][] =>
  Object.entries(setting).sort(([a], [b]) => compare(a, b));

const rank = (place: string): number => (PLACES.includes(place) ? PLACES.indexOf(place) : PLACES.length);

function compareSettings(a: Setting, b: Setting): number {
  for (const [name, value] of Object.entries(a)) {
    const order = compare(value, b[name] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function compare(a: string | number | boolean, b: string | number | boolean): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
