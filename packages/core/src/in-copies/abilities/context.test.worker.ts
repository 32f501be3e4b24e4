/** The worker of `context.test.ts`. */
import { context } from "@triathlon/core/abilities/context";
import type { TaskContext } from "@triathlon/core/pool/tasks";
import { serve } from "../pool.test.start.ts";

export const tasks = {
  whoAsks(this: TaskContext): string {
    return (this.context as { user: string }).user;
  },
};

serve(tasks, { abilities: [context()] });
