/** The worker of `square-numbers.ts`. */
import { serve } from "./process-pool.ts";
import * as tasks from "./square-numbers.tasks.ts";

serve(tasks);
