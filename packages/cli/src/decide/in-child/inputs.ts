/** What the function is called with. */

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
  const until = performance.now() + milliseconds;
  const given: unknown = await (typeof inputs === "function" ? Reflect.apply(inputs, undefined, []) : inputs);
  const iterable = Object(given) as AsyncIterable<unknown>;
  if (!(Symbol.iterator in iterable) && !(Symbol.asyncIterator in iterable)) {
    throw new Error(
      `wanted inputs that can be gone through, found ${String(given)}: export function* inputs() { yield … }`,
    );
  }
  const values: unknown[] = [];
  for await (const value of iterable) {
    values.push(value);
    if (values.length >= atMost || performance.now() > until) break;
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
    `wanted a list of arguments for each call, since the function takes more than one, found input ${index + 1}: ${String(value)}`,
  );
}
