/** A file that is there as a whole or not at all. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../refusal.ts";

/** Replaces what is there; where it cannot be written, that stays. @throws {Refusal} then */
export function writeWhole(place: string, text: string): void {
  let begun: string | undefined;
  try {
    begun = mkdtempSync(join(dirname(place), ".triathlon-writing-"));
    writeFileSync(join(begun, "whole"), text);
    renameSync(join(begun, "whole"), place);
  } catch (error) {
    throw new Refusal(`Cannot write "${place}": ${(error as Error).message}`, { cause: error });
  } finally {
    if (begun !== undefined) rmSync(begun, { recursive: true, force: true });
  }
}
