/** The worker of `timeline.test.ts`. */
import { serve } from "../pool.test.start.ts";

export const tasks = { double: (n: number): number => 2 * n };

serve(tasks);
