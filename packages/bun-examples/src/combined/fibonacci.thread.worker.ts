/** The worker of `fibonacci.ts` in a thread. */
import { serve } from "../threading/thread-pool.ts";
import * as tasks from "./fibonacci.tasks.ts";

serve(tasks);
