/** The worker of `named-arguments.ts`. */
import * as tasks from "./named-arguments.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
