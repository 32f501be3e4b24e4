/** The worker of `image-pipeline.ts`. */
import * as tasks from "@triathlon/core/examples/combined/image-pipeline.tasks";
import { serve } from "../threading/thread-pool.ts";

serve(tasks);
