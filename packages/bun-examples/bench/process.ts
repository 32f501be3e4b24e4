/** A worker of the measured process pool. */
import { tasksOfEnvironment } from "@triathlon/core/measure/witness";
import { io } from "../src/io.ts";
import { serve } from "../src/multiprocessing/process-pool.ts";

serve(await tasksOfEnvironment(io, String(process.pid)));
