/** The worker of `square-numbers.ts`. */
import * as tasks from "@triathlon/core/examples/square-numbers.tasks";
import { serve } from "./thread-pool.ts";

serve(tasks);
