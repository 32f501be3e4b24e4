/** A call that ends its worker before its task is even looked for. */
import process from "node:process";
import type { RunningCall } from "../pool/tasks.ts";
import type { Ability } from "../pool/worker-pool.ts";

/** Of a pool that has it, workers do not survive the receipt of a call of `exit`. */
export const diesOnReceipt = (): Ability => ({
  name: "dies on receipt",
  serve: (half) => ({
    context: (call): RunningCall => (call.task === "exit" ? process.exit(9) : half.context(call)),
  }),
});
