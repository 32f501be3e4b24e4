/** Where the pools land, as `landings.json` says it: the one table behind the tests, the page and what the doctor knows. */
import { readFileSync } from "node:fs";

/** What a pool is copied as: a folder of TypeScript or of JavaScript, or one file of either. */
export const FORMS = ["ts", "js", "single", "single-js"] as const;
export type Form = (typeof FORMS)[number];

export interface Landing {
  /** `as it is`: no line of the copy changes. */
  outcome: "as it is" | "with a change" | "cannot" | "not known";
  /** Names of pools. */
  items: string[];
  /** Default: all. */
  forms?: Form[];
  why?: string;
  /** What to set or to change, or what to do instead. */
  how?: string;
  /** A pattern of what is said where `how` is not heeded. */
  fails?: string;
  /** Names of the doctor's findings where `how` is not heeded. */
  doctor?: string[];
}

export interface Place {
  place: string;
  title: string;
  lands: Landing[];
}

/** A pool in one form. */
export interface Lands extends Omit<Landing, "items" | "forms"> {
  name: string;
  form: Form;
}

export const { places } = JSON.parse(
  readFileSync(new URL("../../../packages/cli/src/landings.json", import.meta.url), "utf8"),
) as { places: Place[] };

/** Every pool that the table has in a place, in each of its forms there, with its outcome. */
export function landingsIn(place: string): Lands[] {
  const found = places.find((candidate) => candidate.place === place);
  if (!found) throw new Error(`Cannot tell who lands in "${place}": the table knows no such place`);
  return found.lands.flatMap(({ items, forms = [...FORMS], ...landing }) =>
    items.flatMap((name) => forms.map((form) => ({ name, form, ...landing }))),
  );
}
