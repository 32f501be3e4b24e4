/** The worker of the local pool of `pool.test.ts`. */
import { jobContext } from "@triathlon/core/distributed/job-context";
import * as tasks from "./pool.test.tasks.ts";
import { serve } from "../threading/thread-pool.ts";

serve(tasks, { abilities: [jobContext()] });
