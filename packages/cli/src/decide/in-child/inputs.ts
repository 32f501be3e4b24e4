/** What the function is called with. */
import { now, stringify } from "./own-globals.ts";
import { inShort, inWords } from "./values.ts";

export interface Inputs {
  values: readonly unknown[];
  /** Each is a list of arguments, instead of the one argument. */
  spread: boolean;
}

/**
 * The first values of what `inputs` is: a list, a generator, or a function that gives one, asynchronous or not.
 *
 * @param milliseconds after which no more are taken
 * @throws {Error} when it gives nothing that can be gone through, or ends at once
 */
export async function takeInputs(inputs: unknown, atMost: number, milliseconds: number): Promise<unknown[]> {
  const until = now() + milliseconds;
  const values: unknown[] = [];
  let given: unknown;
  try {
    given = await (typeof inputs === "function" ? Reflect.apply(inputs, undefined, []) : inputs);
    for await (const value of canBeGoneThrough(given) ? given : []) {
      values.push(value);
      if (values.length >= atMost || now() > until) break;
    }
  } catch (error) {
    throw new Error(`cannot be given its inputs: inputs() throws ${inWords(error)}`, { cause: error });
  }
  if (!canBeGoneThrough(given)) {
    throw new Error(
      `wanted inputs that can be gone through, found ${shown(given)}: export function* inputs() { yield … }`,
    );
  }
  if (values.length === 0) throw new Error("wanted inputs, found none: inputs() ended at once");
  return values;
}

/** @throws {Error} when a list of arguments was to be there and is not */
export function argumentsOf({ values, spread }: Inputs, index: number): readonly unknown[] {
  const value = values[index];
  if (!spread) return [value];
  if (Array.isArray(value)) return value;
  throw new Error(
    `wanted a list of arguments for each call, since the function takes more than one, found input ${index + 1}: ${shown(value)}`,
  );
}

/**
 * Whether each input is a list that is given as the one argument, and the function has parameters that its length does not count: with a
 * default, after one, or the rest.
 */
export const mayBeSeveral = (source: string, { values, spread }: Inputs): boolean =>
  !spread && /^[^(=]*\([^)]*(=|\.\.\.)/.test(source) && values.every(Array.isArray);

/** A text can be, too: character by character, which nobody means. */
const canBeGoneThrough = (given: unknown): given is AsyncIterable<unknown> =>
  typeof given === "object" && given !== null && (Symbol.iterator in given || Symbol.asyncIterator in given);

const shown = (value: unknown): string => inShort(typeof value === "string" ? stringify(value) : inWords(value));
