/** Pieces of Vega-Lite that several charts share. */
import type { Estimate } from "../../../analysis/estimate.ts";

export const nominal = (field: string) => ({ field, type: "nominal" as const });

/** A figure, and the ends of its interval; the figure itself where it has none. @param estimate with a median */
export const ends = ({ median, interval }: Pick<Estimate, "median" | "interval">) => ({
  value: median!,
  low: interval?.low ?? median!,
  high: interval?.high ?? median!,
});

/** The line at 1×. @param encoding its place: `{ x: { datum: 1, ...x } }` */
export const lineAtOne = <Encoding>(encoding: Encoding) => ({
  data: { values: [{}] },
  mark: { type: "rule" as const, color: "var(--text)", size: 1 },
  encoding,
});

/** Ticks for a logarithmic axis: about three to six, at 1, 3 or 1, 2, 5 of each power of ten, or at every so manyth power. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  if (decades < 0.5) return evenTicks(low, high);
  const steps = decades > 2.5 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 5];
  const stride = Math.max(1, Math.ceil(decades / 6));
  const first = Math.floor(Math.log10(low) / stride) * stride;
  const powers = Array.from(
    { length: Math.ceil((decades + 2 * stride) / stride) },
    (_, index) => first + index * stride,
  );
  return within(
    powers.flatMap((power) => steps.map((step) => Number(`${step}e${power}`))),
    low,
    high,
  );
}

/** Where an axis spans less than a factor of three: at equal steps of 1, 2 or 5 in a power of ten. */
function evenTicks(low: number, high: number): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / 2));
  const step = power * ([5, 2, 1].find((factor) => factor * power <= (high - low) / 2) ?? 1);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(6)));
}

/** Likewise in powers of two, for bytes. */
export function binaryTicks(low: number, high: number): number[] {
  const stride = Math.max(1, Math.ceil(Math.log2(high / low) / 6));
  const first = Math.floor(Math.log2(low) / stride) * stride;
  const count = Math.ceil(Math.log2(high / low) / stride) + 2;
  return within(
    Array.from({ length: count }, (_, index) => 2 ** (first + index * stride)),
    low,
    high,
  );
}

const within = (ticks: readonly number[], low: number, high: number): number[] =>
  ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);

/** From below the least to above the most, with room for symbols. For a logarithmic axis; of nothing: 1 to 10. */
export function logDomain(values: readonly number[], room = 1.25): [number, number] {
  if (values.length === 0) return [1, 10];
  return [Math.min(...values) / room, Math.max(...values) * room];
}

/** Vega expressions for what a tick says. */
export const SECONDS_LABEL =
  "datum.value == 0 ? '0' : datum.value >= 60 ? format(datum.value / 60, '~g') + ' min' : datum.value >= 1 ? format(datum.value, '~g') + ' s' : " +
  "datum.value >= 1e-3 ? format(datum.value * 1e3, '~g') + ' ms' : format(datum.value * 1e6, '~g') + ' µs'";

export const BYTES_LABEL =
  "datum.value >= 1073741824 ? format(datum.value / 1073741824, '~g') + ' GiB' : " +
  "datum.value >= 1048576 ? format(datum.value / 1048576, '~g') + ' MiB' : " +
  "datum.value >= 1024 ? format(datum.value / 1024, '~g') + ' KiB' : datum.value + ' B'";

export const TIMES_LABEL = "format(datum.value, '~g') + '×'";

/** A logarithmic scale and its axis. */
export function logAxis(domain: readonly [number, number], labelExpr: string, title: string | null) {
  const values = labelExpr === BYTES_LABEL ? binaryTicks(...domain) : logTicks(...domain);
  return {
    type: "quantitative" as const,
    scale: { type: "log" as const, domain: [...domain], nice: false },
    axis: { values, labelExpr, title, grid: true },
  };
}
