/** The worker of `submit-three.ts`. */
import * as tasks from "./submit-three.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
