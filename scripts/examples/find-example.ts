/** One example, by what a person types. */
import { UsageError } from "../usage-error.ts";
import type { Example } from "./discover.ts";
import { nearest } from "./nearest.ts";

/**
 * @param wanted `<runtime>/<name>`, or `<runtime>/<model>/<name>`
 * @throws {UsageError} naming the nearest, when there is none; naming all that are meant, when there are several
 */
export function findExample(wanted: string, examples: readonly Example[]): Example {
  const found = examples.filter((example) => example.id === wanted || shortId(example) === wanted);
  if (found.length === 1) return found[0]!;
  const [what, ids] =
    found.length === 0
      ? ["no example has that name: did you mean", nearest(wanted, candidates(wanted, examples))]
      : ["several models have that name: wanted one of", found.map(({ id }) => id)];
  throw new UsageError(`Cannot run "${wanted}": ${what} ${ids.join(", ")}`);
}

const shortId = ({ runtime, name }: Example): string => `${runtime}/${name}`;

/** In the form that was typed: with the model, or without. */
function candidates(wanted: string, examples: readonly Example[]): string[] {
  const whole = wanted.split("/").length > 2;
  return [...new Set(examples.map((example) => (whole ? example.id : shortId(example))))];
}
