/** The worker of `two-waves.ts`. */
import { serve } from "./process-pool.ts";
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./two-waves.tasks.ts";

serve(tasks, { abilities: [streaming()] });
