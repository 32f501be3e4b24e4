/** What each worker of the tests runs. */
import { context } from "@triathlon/core/abilities/context";
import { serve } from "../threading/thread-pool.ts";
import * as tasks from "./server.test.tasks.ts";

serve(tasks, { abilities: [context()] });
