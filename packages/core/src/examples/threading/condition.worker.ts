/** What the threads of `condition.ts` run. */
import { Condition } from "../../synchronization/condition.ts";
import { Lock } from "../../synchronization/lock.ts";
import { inThisThread } from "./in-threads.ts";

interface Given {
  lock: Int32Array<SharedArrayBuffer>;
  changed: Int32Array<SharedArrayBuffer>;
  account: Int32Array;
  pays?: number;
  brings?: number;
}

inThisThread(({ lock: cells, changed, account, pays = 0, brings = 0 }: Given) => {
  const lock = new Lock(cells);
  const condition = new Condition(lock, changed);
  lock.hold(() => {
    condition.waitFor(() => account[0]! >= pays);
    account[0]! += brings - pays;
    account[1]! += pays;
    condition.notifyAll();
  });
});
