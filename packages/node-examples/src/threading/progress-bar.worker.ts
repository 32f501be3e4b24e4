/** The worker of `progress-bar.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "@triathlon/core/examples/threading/progress-bar.tasks";
import { serve } from "./thread-pool.ts";

serve(tasks, { abilities: [streaming()] });
