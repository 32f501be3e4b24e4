/** The worker thread of `missed-frames-right.ts`. */
import { serve } from "../threading/thread-pool.ts";
import * as tasks from "./missed-frames.tasks.ts";

serve(tasks);
