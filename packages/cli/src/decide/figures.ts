/** Figures as they stand in an answer. */
import type { Estimate } from "./rule.ts";

/** E.g. `1.87× [1.80–1.93]`. */
export function times({ value, interval }: Estimate): string {
  if (Number.isNaN(value)) return "";
  if (value < 0.01) return "below 0.01×";
  const text = (number: number): string => (number >= 10 ? number.toFixed(0) : number.toPrecision(3));
  return `${text(value)}×${interval ? ` [${text(interval[0])}–${text(interval[1])}]` : ""}`;
}

export function duration(milliseconds: number): string {
  if (milliseconds === 0) return "0 ms";
  if (milliseconds < 1) return `${(milliseconds * 1000).toPrecision(3)} µs`;
  return milliseconds < 1000
    ? `${Number(milliseconds.toPrecision(3))} ms`
    : `${(milliseconds / 1000).toPrecision(3)} s`;
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const rounded = (value: number): string => Number(value.toPrecision(2)).toLocaleString("en");
export const firstLine = (text: string): string =>
  (text.split("\n").find((line) => line.trim()) ?? text).replace(/\.$/, "");
