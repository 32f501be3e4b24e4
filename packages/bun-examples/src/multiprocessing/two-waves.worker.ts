/** The worker of `two-waves.ts`. */
import { serve } from "./process-pool.ts";
import * as tasks from "./two-waves.tasks.ts";

serve(tasks);
