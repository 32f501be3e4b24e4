/** The worker of `blocking-database-right.ts`. */
import { serve } from "../threading/thread-pool.ts";
import * as tasks from "./blocking-database.tasks.ts";

serve(tasks);
