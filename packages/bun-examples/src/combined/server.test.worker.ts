/** What each worker of the tests runs. */
import { context } from "@triathlon/core/abilities/context";
import * as tasks from "@triathlon/core/examples/combined/server.test.tasks";
import { serve } from "../threading/thread-pool.ts";

serve(tasks, { abilities: [context()] });
