/** The worker of `fibonacci.ts` in a thread. */
import * as tasks from "@triathlon/core/examples/combined/fibonacci.tasks";
import { serve } from "../threading/thread-pool.ts";

serve(tasks);
