/** The worker of `progress-bar.ts`. */
import * as tasks from "./progress-bar.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
