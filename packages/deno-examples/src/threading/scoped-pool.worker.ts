/** The worker of `scoped-pool.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./scoped-pool.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks, { abilities: [streaming()] });
