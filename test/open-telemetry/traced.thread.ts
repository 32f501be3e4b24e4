/** What each thread runs. */
import { context } from "../../packages/core/src/abilities/context.ts";
import { serve } from "../../packages/node-examples/src/threading/thread-pool.ts";
import * as tasks from "./traced.tasks.ts";

serve(tasks, { abilities: [context()] });
