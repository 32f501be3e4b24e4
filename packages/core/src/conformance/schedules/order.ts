/** What a call of a schedule is to do: as an object with the log it writes to, or as text, and then its worker keeps the log. */
import type { ExecutionLog } from "./execution-log.ts";
import type { Act } from "./schedule.ts";

export interface Order {
  log: ExecutionLog;
  call: number;
  act: Act;
  /** Of `takeFunction`. */
  callback?: () => void;
}

let kept: ExecutionLog;

/** In a worker: of the orders that come as text. */
export function keepLog(log: ExecutionLog): void {
  kept = log;
}

/** Text travels otherwise than objects where calls travel together. */
export const asText = ({ call, act }: Order): string => JSON.stringify({ call, act });

export const readOrder = (order: Order | string): Order =>
  typeof order === "string" ? { ...(JSON.parse(order) as Order), log: kept } : order;
