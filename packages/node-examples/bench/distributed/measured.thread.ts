/** What runs in the thread of a measured job worker. */
import { jobContext } from "@triathlon/core/distributed/job-context";
import { tasksOfEnvironment } from "@triathlon/core/measure/witness";
import { io } from "../../src/io.ts";
import { serve } from "../../src/threading/thread-pool.ts";

serve(await tasksOfEnvironment(io, String(process.pid)), { abilities: [jobContext()] });
