/** The worker of `image-pipeline.ts`. */
import { serve } from "../threading/thread-pool.ts";
import * as tasks from "./image-pipeline.tasks.ts";

serve(tasks);
