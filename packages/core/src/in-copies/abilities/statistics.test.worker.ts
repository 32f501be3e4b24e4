/** The worker of `statistics.test.ts`. */
import { serve } from "../pool.test.start.ts";

export const tasks = {
  double: (n: number): number => 2 * n,
  fail: (): never => {
    throw new RangeError("out of range");
  },
};

serve(tasks);
