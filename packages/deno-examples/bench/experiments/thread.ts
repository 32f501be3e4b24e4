/** A worker of the experiments' thread pool. */
import { streaming } from "@triathlon/core/abilities/stream";
import { experimentTasks } from "@triathlon/core/measure/experiments/tasks";
import { serve } from "../../src/threading/thread-pool.ts";

serve(
  experimentTasks(async () => (await import("./blocking.ts")).blocking),
  { abilities: [streaming()] },
);
