/** Figures for people: three significant digits, a unit that fits, and the same text whatever the machine's language. */
import type { Estimate } from "./estimate.ts";

/** How a quantity in base units is shown: the unit chosen for `typical`, then any value in that unit. */
export interface Scale {
  unit: string;
  show: (value: number) => string;
}

/** Seconds as µs, ms, s or min. */
export function secondsScale(typical: number): Scale {
  const scales = [
    { from: 600, factor: 1 / 60, unit: " min" },
    { from: 1, factor: 1, unit: " s" },
    { from: 1e-3, factor: 1e3, unit: " ms" },
    { from: 0, factor: 1e6, unit: " µs" },
  ];
  // A value that rounds up to the next unit belongs to it: 1.00 s, not 1000 ms.
  const { factor, unit } = scales.find(({ from }) => typical >= from * 0.9995)!;
  return { unit, show: (value) => significant(value * factor) };
}

/** Bytes as KiB, MiB or GiB. */
export function bytesScale(typical: number): Scale {
  const scales = [
    { size: 2 ** 30, unit: " GiB" },
    { size: 2 ** 20, unit: " MiB" },
    { size: 2 ** 10, unit: " KiB" },
  ];
  const { size, unit } = scales.find(({ size }) => typical >= size * 0.9995) ?? scales[2]!;
  return { unit, show: (value) => significant(value / size) };
}

/** A count or a ratio without a unit. */
export function plainScale(): Scale {
  return { unit: "", show: ratioText };
}

/** A ratio as `1.93×`. */
export function timesScale(): Scale {
  return { unit: "×", show: ratioText };
}

/** A ratio without its sign: two decimals around 1 (`0.62`, `1.00`), fewer or more digits far from it (`38.4`, `0.014`). */
export function ratioText(ratio: number): string {
  if (ratio >= 9.995) return significant(ratio);
  return ratio >= 0.095 || ratio === 0 ? ratio.toFixed(2) : significant(ratio, 2);
}

/** A value in the unit that fits it: `1.20 s`. */
export function withUnit(value: number, scale: (typical: number) => Scale): string {
  const { unit, show } = scale(value);
  return `${show(value)}${unit}`;
}

/** The least and the most of some values, `1.9 to 2.1`; one of them where they look the same. */
export function rangeText(values: readonly number[], show: (value: number) => string, between = " to "): string {
  const [low, high] = [show(Math.min(...values)), show(Math.max(...values))];
  return low === high ? low : `${low}${between}${high}`;
}

/** The same of seconds, in the unit of the most. */
export function secondsRange(values: readonly number[]): string {
  const { unit, show } = secondsScale(Math.max(...values));
  return `${rangeText(values, show)}${unit}`;
}

/** The scale for a named quantity, by the unit at the end of its name. */
export function scaleFor(name: string): (typical: number) => Scale {
  if (name.endsWith("Seconds")) return secondsScale;
  return name.endsWith("Bytes") ? bytesScale : plainScale;
}

/** A figure is known where the ends of its interval lie at most this factor apart. */
export const MOST_SPREAD = 3;

/** Whether a figure says anything: without an interval it is indicative, with too wide a one it is not known. */
export const isKnown = ({ interval }: Pick<Estimate, "interval">): boolean =>
  interval === null || spreadOf(interval) <= MOST_SPREAD;

const spreadOf = ({ low, high }: { low: number; high: number }): number =>
  low === high ? 1 : low > 0 ? high / low : Infinity;

/** What stands in place of a figure that is not known, with the reason. */
export const NOT_KNOWN = "not known here";

/** How such a figure is read; a sentence. */
export const NOT_KNOWN_MEANS = `**${NOT_KNOWN} (×N)**: the ends of its 95 % interval lie a factor of N apart, more than ${MOST_SPREAD}.`;

function notKnownText(interval: { low: number; high: number }): string {
  const spread = spreadOf(interval);
  return spread === Infinity ? `${NOT_KNOWN} (from nothing on)` : `${NOT_KNOWN} (×${significant(spread, 2)})`;
}

/** The median with its unit, or null where there is none; what stands in its place where it is not known. */
export function medianText({ median, interval }: Estimate, scale: (typical: number) => Scale): string | null {
  if (median === null) return null;
  return interval !== null && !isKnown({ interval }) ? notKnownText(interval) : withUnit(median, scale);
}

/** The ends of the interval in the unit of the median, `[1.01–1.04]`, or null where there is none. */
export function intervalText({ median, interval }: Estimate, scale: (typical: number) => Scale): string | null {
  if (median === null || interval === null) return null;
  const { show } = scale(median);
  return `[${show(interval.low)}–${show(interval.high)}]`;
}

/** Median and interval, `1.02 s [1.01–1.04]`; the median alone where there is no interval, and no interval where it is too wide. */
export function estimateText(estimate: Estimate, scale: (typical: number) => Scale): string | null {
  const middle = medianText(estimate, scale);
  const range = isKnown(estimate) ? intervalText(estimate, scale) : null;
  return middle === null || range === null ? middle : `${middle} ${range}`;
}

/** Of `toFixed`. */
const MOST_DECIMALS = 100;

/** Three significant digits (or as many as asked), never with an exponent: `0.00123`, `1.20`, `45.6`, `1230`. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return "0";
  const exponent = Number(value.toExponential(digits - 1).split("e")[1]);
  const decimals = digits - 1 - exponent;
  if (decimals >= 0) return value.toFixed(Math.min(decimals, MOST_DECIMALS));
  return String(Math.round(value / 10 ** -decimals) * 10 ** -decimals);
}

/** A share as `3.2 %`, never as less than it can be told: `less than 0.1 %`. */
export function percentText(share: number): string {
  return share < 0.001 ? "less than 0.1 %" : `${significant(share * 100, 2)} %`;
}

/** A whole number with commas: `1,000`. */
export function whole(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}
