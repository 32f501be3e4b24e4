/** The worker of `retry.test.ts`. */
import { serve } from "../pool.test.start.ts";

let calls = 0;

/** Fails the first time in each worker. */
export const tasks = {
  work(): string {
    if (++calls === 1) throw new Error("not yet");
    return "done";
  },
};

serve(tasks);
