/** One task after the other, in this isolate: the control that every concurrent model is compared with. */
import { AsyncPool, type AsyncPoolOptions } from "./async-pool.ts";

export class SequentialExecutor<Tasks extends object> extends AsyncPool<Tasks> {
  constructor(tasks: Tasks, options: Omit<AsyncPoolOptions, "concurrency"> = {}) {
    super(tasks, { ...options, concurrency: 1 });
  }
}
