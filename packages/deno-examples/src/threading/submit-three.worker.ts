/** The worker of `submit-three.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import * as tasks from "./submit-three.tasks.ts";
import { serve } from "./thread-pool.ts";

serve(tasks, { abilities: [streaming()] });
