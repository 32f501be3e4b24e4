/** The worker of `download-site.ts`. */
import * as tasks from "./download-site.tasks.ts";
import { serve } from "./process-pool.ts";

serve(tasks);
