/** The worker of `stream.test.ts`. */
import { streaming } from "@triathlon/core/abilities/stream";
import type { TaskContext } from "@triathlon/core/pool/tasks";
import { serve } from "../pool.test.start.ts";

export const tasks = {
  async *count(to: number): AsyncGenerator<number, string> {
    for (let i = 1; i <= to; i++) yield i;
    return "all";
  },
  async halves(this: TaskContext): Promise<string> {
    await this.emit("first");
    await this.emit("second");
    return "whole";
  },
};

serve(tasks, { abilities: [streaming()] });
