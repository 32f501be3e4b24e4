/** The worker of `whole-errors.test.ts`. */
import { wholeErrors } from "@triathlon/core/abilities/whole-errors";
import { serve } from "../pool.test.start.ts";

export const tasks = {
  fail(): never {
    throw new AggregateError([new RangeError("too far"), new TypeError("no number")], "both failed");
  },
};

serve(tasks, { abilities: [wholeErrors()] });
