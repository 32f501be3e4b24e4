/** The worker of `named-arguments.ts`. */
import * as tasks from "@triathlon/core/examples/named-arguments.tasks";
import { serve } from "./thread-pool.ts";

serve(tasks);
