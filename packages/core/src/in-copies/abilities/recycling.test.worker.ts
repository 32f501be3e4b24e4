/** The worker of `recycling.test.ts`. */
import { serve } from "../pool.test.start.ts";

let calls = 0;

/** How many calls this worker has had. */
export const tasks = { count: (): number => ++calls };

serve(tasks);
