/** A task for the tests: what can go wrong with a request. */
import process from "node:process";
import "../../abilities/context.ts";
import type { TaskContext } from "../../pool/tasks.ts";

/** 1: throws. 2: ends its worker. 3: takes until it is told to end. 4: the number of its trace. Any other number comes back. */
export async function countPrimes(this: TaskContext, limit: number): Promise<number> {
  if (limit === 1) throw new Error("the password is swordfish");
  if (limit === 2) process.exit(1);
  if (limit === 3) await new Promise((_, reject) => this.signal.addEventListener("abort", reject));
  if (limit === 4) return Number((this.context as { traceparent: string }).traceparent.split("-")[1]);
  return limit;
}
