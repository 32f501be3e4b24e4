/** The worker process of `missed-frames-right.ts`. */
import { serve } from "../multiprocessing/process-pool.ts";
import * as tasks from "./missed-frames.tasks.ts";

serve(tasks);
