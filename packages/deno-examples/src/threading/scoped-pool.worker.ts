/** The worker of `scoped-pool.ts`. */
import * as tasks from "./scoped-pool.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
