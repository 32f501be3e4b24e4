/** The worker of `forgotten-close.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./forgotten-close.tasks.ts";
import { serve } from "./process-pool.ts";

serve(tasks, { abilities: [streaming()] });
