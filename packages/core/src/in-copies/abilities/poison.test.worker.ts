/** The worker of `poison.test.ts`. */
import process from "node:process";
import { serve } from "../pool.test.start.ts";

export const tasks = {
  double: (n: number): number => 2 * n,
  die: (): never => process.exit(3),
};

serve(tasks);
