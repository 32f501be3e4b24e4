/** From which size of a task on workers are faster, in words. */
import type { CrossoverRow } from "@triathlon/core/results/experiment-report";
import { estimateText, isKnown, NOT_KNOWN, secondsScale } from "./numbers.ts";

/** Why a break-even has no interval. */
export const NOT_IN_EVERY_BLOCK = "in some blocks the workers were not faster at any size tried";

/** Whether some blocks never came to a size at which the workers were faster. */
export const isOpen = ({ breakEvenSeconds }: CrossoverRow): boolean => breakEvenSeconds.reason === NOT_IN_EVERY_BLOCK;

/** Whether there is a size, and one that can be relied on. */
export const isBreakEvenKnown = (row: CrossoverRow): boolean =>
  row.breakEven === "crossed" && isKnown(row.breakEvenSeconds) && !isOpen(row);

/** Of a row whose lines cross: the size, or that it is not known and why. */
export const crossedText = (row: CrossoverRow): string =>
  isOpen(row) ? `${NOT_KNOWN} (never in some blocks)` : (estimateText(row.breakEvenSeconds, secondsScale) ?? "–");
