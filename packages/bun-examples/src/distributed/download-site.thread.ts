/** What runs in each thread of a worker of `download-site.ts`. */
import { jobContext } from "@triathlon/core/distributed/job-context";
import * as tasks from "@triathlon/core/examples/download-site.tasks";
import { serve } from "../threading/thread-pool.ts";

serve(tasks, { abilities: [jobContext()] });
