/** The worker of `scoped-pool.ts`. */
import { serve } from "./process-pool.ts";
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./scoped-pool.tasks.ts";

serve(tasks, { abilities: [streaming()] });
