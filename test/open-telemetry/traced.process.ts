/** What each process runs. */
import { context } from "../../packages/core/src/abilities/context.ts";
import { serve } from "../../packages/node-examples/src/multiprocessing/process-pool.ts";
import * as tasks from "./traced.tasks.ts";

serve(tasks, { abilities: [context()] });
