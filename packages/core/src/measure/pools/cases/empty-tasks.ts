/** Tasks that do nothing: all that is seen is the pool. */
import { type Case, expectAnswer, expectInputs, numbers, repeat, submitAll } from "../case.ts";

/** Each call waits for the one before it: the time of one round trip. */
export const oneAtATime: Case = async ({ order, start }) => {
  const pool = await start();
  const seconds = await repeat(order, (calls) => async () => {
    for (let number = 0; number < calls; number++) {
      const answer = await pool.run("empty", number);
      if (answer !== number) expectAnswer(answer, number);
    }
    return () => {};
  });
  return { seconds, observations: {} };
};

/** All calls are submitted before any is awaited: what a deep queue costs. The answer to each is its input, or a clone of it. */
const manyAtOnce =
  (inputOf: (number: number) => unknown, numberOf: (answer: unknown) => unknown): Case =>
  async ({ order, start }) => {
    const pool = await start();
    const seconds = await repeat(order, (calls) => {
      const expected = numbers(calls);
      const inputs = expected.map(inputOf);
      return async () => {
        const answers = await submitAll(pool, "empty", inputs);
        return () => expectInputs(answers.map(numberOf), expected);
      };
    });
    return { seconds, observations: {} };
  };

export const atOnce = manyAtOnce(
  (number) => number,
  (answer) => answer,
);

/** A small object in each call, which is to arrive as a clone of its own, and go back as one. */
export const atOnceObjects = manyAtOnce(
  (number) => ({ number, name: "small" }),
  (answer) => (answer as { number?: number } | null)?.number,
);

/** A list of inputs, by the pool's own `map` where it has one. */
export const map: Case = async ({ order, start }) => {
  const pool = await start();
  const seconds = await repeat(order, (calls) => {
    const inputs = numbers(calls);
    return async () => {
      const answers = await (pool.map?.("empty", inputs) ?? submitAll(pool, "empty", inputs));
      return () => expectInputs(answers, inputs);
    };
  });
  return { seconds, observations: {} };
};
