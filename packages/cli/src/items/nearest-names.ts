import { distance } from "fastest-levenshtein";

/** The three names that are nearest to what was typed, nearest first; a name is also near by its part after the last `/`. */
export function nearestNames(typed: string, names: readonly string[]): string[] {
  const last = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
  const far = (name: string): number =>
    Math.min(
      distance(typed, name),
      distance(last(typed), last(name)) + (name.startsWith(typed.split("/")[0]!) ? 0.25 : 0.5),
    );
  return names
    .map((name) => ({ name, far: far(name) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}
