/** The worker of `forgotten-close.ts`. */
import * as tasks from "./forgotten-close.tasks.ts";
import { serve } from "./process-pool.ts";

serve(tasks);
