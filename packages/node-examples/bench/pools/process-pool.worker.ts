/** A worker of our pool of processes. */
import { abilities, ownTasks } from "@triathlon/core/measure/pools/own";
import { serve } from "../../src/multiprocessing/process-pool.ts";

serve(ownTasks, { abilities });
