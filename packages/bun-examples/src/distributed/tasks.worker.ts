/** What runs in each thread of a job worker: the tasks, handed to its local pool. */
import { jobContext } from "@triathlon/core/distributed/job-context";
import * as tasks from "./tasks.ts";
import { serve } from "../threading/thread-pool.ts";

serve(tasks, { abilities: [jobContext()] });
