/** The worker of `download-site.ts`. */
import * as tasks from "./download-site.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks);
