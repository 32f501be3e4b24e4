/** The worker of `shared-counter-wrong.ts` and `shared-counter-right.ts`. */
import * as tasks from "./shared-counter.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
