/** The worker process of `missed-frames-right.ts`. */
import * as tasks from "@triathlon/core/examples/combined/missed-frames.tasks";
import { serve } from "../multiprocessing/process-pool.ts";

serve(tasks);
