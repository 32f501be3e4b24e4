/** What runs in each thread: the tasks, handed to the pool. */
import * as tasks from "./tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
