/** A worker that serves the conformance tasks. */
import * as tasks from "@triathlon/core/conformance/all-tasks";
import { serve } from "../../src/multiprocessing/process-worker.ts";

serve(tasks, { init: tasks.init });
