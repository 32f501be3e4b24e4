/** What runs in each thread of a worker of `square-numbers.ts`. */
import { jobContext } from "@triathlon/core/distributed/job-context";
import * as tasks from "@triathlon/core/examples/square-numbers.tasks";
import { serve } from "../threading/thread-pool.ts";

serve(tasks, { abilities: [jobContext()] });
