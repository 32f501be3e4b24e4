/** The worker of `fibonacci.ts` in a process. */
import * as tasks from "@triathlon/core/examples/combined/fibonacci.tasks";
import { serve } from "../multiprocessing/process-pool.ts";

serve(tasks);
