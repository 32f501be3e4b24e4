/** A worker that would serve the conformance tasks, but throws after it has said so. */
import * as tasks from "@triathlon/core/conformance/tasks";
import { serve } from "../../src/threading/thread-pool.ts";

serve(tasks);
throw new Error("DB_URL is not set");
