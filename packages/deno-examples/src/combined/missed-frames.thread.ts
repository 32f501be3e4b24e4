/** The worker thread of `missed-frames-right.ts`. */
import * as tasks from "@triathlon/core/examples/combined/missed-frames.tasks";
import { serve } from "../threading/thread-pool.ts";

serve(tasks);
