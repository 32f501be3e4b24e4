/** What runs in each child process: the tasks, handed to the pool. */
import { serve } from "./process-pool.ts";
import * as tasks from "./tasks.ts";

serve(tasks);
