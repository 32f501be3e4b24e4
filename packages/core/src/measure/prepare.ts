/** Makes what executions will read, and asks the oracle for the answer they must find. Never timed. */
import type { PrepareAnswer, PrepareOrder } from "../results/order.ts";
import type { Io } from "../workloads/workload.ts";
import { checksum } from "./checksum.ts";
import { loadWorkload, parametersOf } from "./load-workload.ts";

export async function prepare(order: PrepareOrder, io: Io): Promise<PrepareAnswer> {
  const workload = await loadWorkload(order.workload);
  const parameters = parametersOf(workload, order.size);
  await workload.prepare?.(parameters, order.place, io);
  return { checksum: checksum(await workload.expected(parameters, order.place, io)) };
}
