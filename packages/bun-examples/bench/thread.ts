/** A worker of the measured thread pool. */
import { threadId } from "node:worker_threads";
import { tasksOfEnvironment } from "@triathlon/core/measure/witness";
import { io } from "../src/io.ts";
import { serve } from "../src/threading/thread-pool.ts";

serve(await tasksOfEnvironment(io, `${process.pid}/${threadId}`));
