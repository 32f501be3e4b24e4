/** The worker of `load-tables.ts`. */
import * as tasks from "./load-tables.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
