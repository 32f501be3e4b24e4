/**
 * Short tasks with a long one among every fifty, all submitted at once in a fixed random order: a pool that hands out many at a
 * time, or to the next in turn, makes short ones wait behind long ones. Observation `shortSeconds`: of each short task, from
 * the first submit to its answer.
 */
import { Random } from "../../../workloads/support/random.ts";
import { type Case, expectAnswer, repeat } from "../case.ts";

const SHORT_MILLISECONDS = 1;
const LONG_MILLISECONDS = 200;
const SHORT_FOR_EACH_LONG = 50;

export const mix: Case = async ({ order, start }) => {
  const pool = await start();
  let shortSeconds: number[] = [];
  const seconds = await repeat(order, (calls) => {
    const inputs = shuffled(calls);
    return async () => {
      const began = performance.now();
      shortSeconds = [];
      const answers = await Promise.all(
        inputs.map((milliseconds) =>
          pool.run("spin", milliseconds).then((answer) => {
            if (milliseconds === SHORT_MILLISECONDS) shortSeconds.push((performance.now() - began) / 1000);
            return answer;
          }),
        ),
      );
      return () => expectAnswer(answers, inputs);
    };
  });
  return { seconds, observations: { shortSeconds } };
};

/** So many short ones, and their long ones, in the same order each time. */
function shuffled(shorts: number): number[] {
  const random = new Random(1);
  const inputs = Array<number>(shorts).fill(SHORT_MILLISECONDS);
  for (let long = 0; long < Math.floor(shorts / SHORT_FOR_EACH_LONG); long++) {
    inputs.splice(random.between(0, inputs.length), 0, LONG_MILLISECONDS);
  }
  return inputs;
}
