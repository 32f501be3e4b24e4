/** The worker of `scoped-pool.ts`. */
import { serve } from "./process-pool.ts";
import * as tasks from "./scoped-pool.tasks.ts";

serve(tasks);
