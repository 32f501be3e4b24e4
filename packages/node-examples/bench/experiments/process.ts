/** A worker of the experiments' process pool. */
import { streaming } from "@triathlon/core/abilities/stream";
import { experimentTasks } from "@triathlon/core/measure/experiments/tasks";
import { serve } from "../../src/multiprocessing/process-pool.ts";

serve(
  experimentTasks(async () => (await import("./blocking.ts")).blocking),
  { abilities: [streaming()] },
);
