/** The worker of `progress-bar.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./progress-bar.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks, { abilities: [streaming()] });
