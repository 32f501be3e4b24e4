/** A worker of our pool of threads. */
import { abilities, ownTasks } from "@triathlon/core/measure/pools/own";
import { serve } from "../../src/threading/thread-pool.ts";

serve(ownTasks, { abilities });
