/** The worker of `square-numbers.ts`. */
import * as tasks from "./square-numbers.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
