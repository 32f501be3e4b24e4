/** A worker that serves the conformance tasks. */
import * as tasks from "@triathlon/core/conformance/tasks";
import { serve } from "../../src/threading/thread-worker.ts";

serve(tasks);
