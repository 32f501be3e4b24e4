/** What a call of a schedule is to do: as an object with the log it writes to, or as text, and then its worker knows the log. */
import type { RunningCall } from "../../pool/tasks.ts";
import type { ExecutionLog } from "./execution-log.ts";
import type { Act } from "./schedule.ts";

export interface Order {
  log: ExecutionLog;
  call: number;
  act: Act;
  /** Of `takeFunction`. */
  callback?: () => void;
}

/** What a task has as `this` where its pool has a ledger. */
export type WithLog = RunningCall & { log?: ExecutionLog };

/** Text travels otherwise than objects where calls travel together. */
export const asText = ({ call, act }: Order): string => JSON.stringify({ call, act });

export const readOrder = (order: Order | string): Omit<Order, "log"> & Partial<Order> =>
  typeof order === "string" ? (JSON.parse(order) as Order) : order;
