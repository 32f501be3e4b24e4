/** The worker of `fibonacci.ts` in a process. */
import { serve } from "../multiprocessing/process-pool.ts";
import * as tasks from "./fibonacci.tasks.ts";

serve(tasks);
