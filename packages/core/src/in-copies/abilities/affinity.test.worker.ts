/** The worker of `affinity.test.ts`. */
import { serve } from "../pool.test.start.ts";

/** Whoever asks learns whether two calls ran in one worker. */
const me = Math.random();

export const tasks = { who: (): number => me };

serve(tasks);
