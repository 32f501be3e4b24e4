/** Axes that several charts share. */

/** Ticks for a logarithmic axis: 1, 2 and 5 in each decade, or only 1 where that would be too many. */
export function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const steps = last - first > 2 ? [1] : last - first > 1 ? [1, 3] : [1, 2, 5];
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index).flatMap((power) =>
    steps.map((step) => Number(`${step}e${power}`)),
  );
  return all.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
}

/** From below the least to above the most, with room for symbols. For a logarithmic axis; of nothing: 1 to 10. */
export function logDomain(values: readonly number[], room = 1.25): [number, number] {
  if (values.length === 0) return [1, 10];
  return [Math.min(...values) / room, Math.max(...values) * room];
}

/** Vega expressions for what a tick says. */
export const SECONDS_LABEL =
  "datum.value >= 60 ? format(datum.value / 60, '~g') + ' min' : datum.value >= 1 ? format(datum.value, '~g') + ' s' : " +
  "datum.value >= 1e-3 ? format(datum.value * 1e3, '~g') + ' ms' : format(datum.value * 1e6, '~g') + ' µs'";

export const BYTES_LABEL =
  "datum.value >= 1073741824 ? format(datum.value / 1073741824, '~g') + ' GiB' : " +
  "datum.value >= 1048576 ? format(datum.value / 1048576, '~g') + ' MiB' : " +
  "datum.value >= 1024 ? format(datum.value / 1024, '~g') + ' KiB' : datum.value + ' B'";

export const TIMES_LABEL = "format(datum.value, '~g') + '×'";

/** A logarithmic scale and its axis. */
export function logAxis(domain: readonly [number, number], labelExpr: string, title: string | null) {
  return {
    scale: { type: "log" as const, domain: [...domain], nice: false },
    axis: { values: logTicks(...domain), labelExpr, title, grid: true },
  };
}
