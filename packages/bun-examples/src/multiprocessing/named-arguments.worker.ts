/** The worker of `named-arguments.ts`. */
import * as tasks from "./named-arguments.tasks.ts";
import { serve } from "./process-pool.ts";

serve(tasks);
