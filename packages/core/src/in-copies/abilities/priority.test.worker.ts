/** The worker of `priority.test.ts`. */
import { serve } from "../pool.test.start.ts";

export const tasks = {
  wait: (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds)),
};

serve(tasks);
