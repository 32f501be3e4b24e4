/** The worker of `pool.test.ts`. */
import * as tasks from "./pool.test.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
