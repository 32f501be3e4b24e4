/** What each worker runs. */
import { context } from "@triathlon/core/abilities/context";
import { serve } from "../multiprocessing/process-pool.ts";
import * as tasks from "./server.tasks.ts";

serve(tasks, { abilities: [context()] });
