/** The worker of `fibonacci.ts` in a process. */
import { serve } from "../multiprocessing/process-worker.ts";
import * as tasks from "./fibonacci.tasks.ts";

serve(tasks);
