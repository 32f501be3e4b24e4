/** The worker of `read-after-close.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./read-after-close.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks, { abilities: [streaming()] });
