/** Reads a whole number from the command line. */
import { UsageError } from "./usage-error.ts";

/**
 * What commander calls with the option's value.
 *
 * @param option e.g. `--workers`: named in the error
 * @throws {UsageError} when it is called with anything else than a whole number from `least` to `most` (default 2⁵³ − 1)
 */
export const wholeNumber =
  (option: string, least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  (value: string): number => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    throw new UsageError(`Cannot plan the run: ${option} must be a whole number ${range}: found "${value}"`);
  };
