/** The worker of the job worker that is tried: it serves the tasks of the tests. */
import * as tasks from "@triathlon/core/conformance/jobs/tasks";
import { jobContext } from "@triathlon/core/distributed/job-context";
import { serve } from "../../src/threading/thread-pool.ts";

serve(tasks, { abilities: [jobContext()] });
