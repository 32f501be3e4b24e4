/** The worker of `square-numbers.ts`. */
import { serve } from "./process-worker.ts";
import * as tasks from "./square-numbers.tasks.ts";

serve(tasks);
