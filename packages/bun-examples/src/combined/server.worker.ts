/** What each worker runs. */
import { context } from "@triathlon/core/abilities/context";
import * as tasks from "@triathlon/core/examples/combined/server.tasks";
import { serve } from "../threading/thread-pool.ts";

serve(tasks, { abilities: [context()] });
