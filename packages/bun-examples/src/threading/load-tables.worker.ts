/** The worker of `load-tables.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./load-tables.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks, { abilities: [streaming()] });
