/** What runs in each thread of a worker of `two-runtimes.ts`. */
import { jobContext } from "@triathlon/core/distributed/job-context";
import * as tasks from "./two-runtimes.tasks.ts";
import { serve } from "../threading/thread-pool.ts";

serve(tasks, { abilities: [jobContext()] });
