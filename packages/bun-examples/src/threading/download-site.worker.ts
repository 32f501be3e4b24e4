/** The worker of `download-site.ts`. */
import * as tasks from "@triathlon/core/examples/download-site.tasks";
import { serve } from "./thread-pool.ts";

serve(tasks);
