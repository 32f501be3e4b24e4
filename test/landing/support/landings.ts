/** Where the pools land, as `landings.json` says it: the one table behind the tests, the page and what the doctor knows. */
import { readFileSync } from "node:fs";

export interface Landing {
  /** `as it is`: no line of the copy changes. */
  outcome: "as it is" | "with a change" | "cannot" | "not known";
  /** Names of pools. */
  items: string[];
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

export const { places } = JSON.parse(
  readFileSync(new URL("../../../packages/cli/src/landings.json", import.meta.url), "utf8"),
) as { places: Place[] };

/** Every pool that the table has in a place, with its outcome there. */
export function landingsIn(place: string): (Omit<Landing, "items"> & { name: string })[] {
  const found = places.find((candidate) => candidate.place === place);
  if (!found) throw new Error(`Cannot tell who lands in "${place}": the table knows no such place`);
  return found.lands.flatMap(({ items, ...landing }) => items.map((name) => ({ name, ...landing })));
}
