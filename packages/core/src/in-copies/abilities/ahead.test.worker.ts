/** The worker of `ahead.test.ts`. */
import { ahead } from "@triathlon/core/abilities/ahead";
import { serve } from "../pool.test.start.ts";

export const tasks = {
  double: (n: number): number => 2 * n,
  fail: (): never => {
    throw new RangeError("out of range");
  },
};

serve(tasks, { abilities: [ahead()] });
