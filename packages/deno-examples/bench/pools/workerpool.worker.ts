/** The tasks as workerpool wants them: registered. */
import { tasks } from "@triathlon/core/measure/pools/tasks";
import workerpool from "workerpool";

workerpool.worker({
  ...tasks,
  /** Moved, not copied, where this is a thread. */
  make(bytes: number) {
    const buffer = tasks.make(bytes);
    return new workerpool.Transfer(buffer, [buffer]);
  },
});
