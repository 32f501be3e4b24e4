/** Which calls had a place at a worker, and how they lost it, as their pool tells an ability. Changes nothing. */
import type { Ability, Call, Freed } from "../../pool/worker-pool.ts";
import type { Order } from "./tasks.ts";

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

export function ledger(): Ledger {
  const accounts = new Map<number, Account>();
  const accountOf = ({ args }: Call): Account => {
    const { call } = args[0] as Order;
    const account = accounts.get(call) ?? { given: 0, freed: [], settledFirst: true };
    accounts.set(call, account);
    return account;
  };
  return {
    name: "ledger",
    accounts,
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
