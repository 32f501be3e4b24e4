/** The tasks as comlink wants them: exposed. */
import { tasks } from "@triathlon/core/measure/pools/tasks";
import * as comlink from "comlink";

comlink.expose({
  ...tasks,
  /** Moved, not copied. */
  make(bytes: number) {
    const buffer = tasks.make(bytes);
    return comlink.transfer(buffer, [buffer]);
  },
});
