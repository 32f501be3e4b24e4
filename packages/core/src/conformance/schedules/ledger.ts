/** Which calls had a place at a worker, and how they lost it, as their pool tells an ability; and each worker knows the log. */
import type { Message } from "../../pool/serve.ts";
import type { Ability, Call, Freed } from "../../pool/worker-pool.ts";
import type { ExecutionLog } from "./execution-log.ts";
import { type Order, readOrder, type WithLog } from "./order.ts";

/** One call's places. */
export interface Account {
  /** How often it was given to a worker, apart from those that returned it. */
  given: number;
  /** How it was freed, each time. */
  freed: Freed[];
  /** Whether it had settled when it was freed last. */
  settledFirst: boolean;
}

export interface Ledger extends Ability {
  /** By the call's number. */
  readonly accounts: ReadonlyMap<number, Account>;
}

/** @param log of orders that come as text; in a worker, there is none to give */
export function ledger(log?: ExecutionLog): Ledger {
  const accounts = new Map<number, Account>();
  const accountOf = ({ args }: Call): Account => {
    const { call } = readOrder(args[0] as Order | string);
    const account = accounts.get(call) ?? { given: 0, freed: [], settledFirst: true };
    accounts.set(call, account);
    return account;
  };
  return {
    name: "ledger",
    accounts,
    lane: (inner, worker) => ({
      ...inner,
      receive(message) {
        inner.receive(message);
        if (message?.type === "loaded") worker.link.post({ type: "log", log } as Message);
      },
    }),
    serve(half) {
      let kept: ExecutionLog | undefined;
      return {
        receive(message) {
          if (message.type === "log") kept = (message as Message & { log: ExecutionLog }).log;
          else half.receive(message);
        },
        context: (call): WithLog => Object.assign(half.context(call), kept && { log: kept }),
      };
    },
    life: () => ({
      given: (call) => void accountOf(call).given++,
      returned: (call) => void accountOf(call).given--,
      freed(call, how) {
        const account = accountOf(call);
        account.freed.push(how);
        account.settledFirst = call.settled === true;
      },
    }),
  };
}

/** Whether the call has a place now. */
export const hasPlace = (account: Account | undefined): boolean =>
  account !== undefined && account.freed.length < account.given;
