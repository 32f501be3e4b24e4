/** The worker of `shared-counter-wrong.ts` and `shared-counter-right.ts`. */
import * as tasks from "@triathlon/core/examples/threading/shared-counter.tasks";
import { serve } from "./thread-pool.ts";

serve(tasks);
