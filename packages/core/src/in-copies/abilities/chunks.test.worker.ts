/** The worker of `chunks.test.ts`. */
import { chunks } from "@triathlon/core/abilities/chunks";
import { serve } from "../pool.test.start.ts";

export const tasks = {
  square(n: number): number {
    if (n < 0) throw new RangeError("out of range");
    return n * n;
  },
};

serve(tasks, { abilities: [chunks()] });
