/** The worker of `tasks-per-worker-wrong.ts` and `tasks-per-worker-right.ts`. */
import * as tasks from "./tasks-per-worker.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
