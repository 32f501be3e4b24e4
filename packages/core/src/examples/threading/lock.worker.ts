/** What the threads of `lock.ts` run. */
import { Lock } from "../../synchronization/lock.ts";
import { inThisThread } from "./in-threads.ts";

interface Given {
  cells: Int32Array<SharedArrayBuffer>;
  accounts: Int32Array;
  /** Without one, the thread looks. */
  amount?: number;
}

inThisThread(({ cells, accounts, amount }: Given) => {
  const lock = new Lock(cells); // the same lock: it is its cells
  for (let time = 0; time < 20_000; time++) {
    lock.hold(() => {
      if (amount === undefined) {
        const sum = accounts[0]! + accounts[1]!;
        if (sum !== 100) throw new Error(`wanted 100 in the accounts, found ${sum}`);
      } else {
        accounts[0]! -= amount;
        accounts[1]! += amount;
      }
    });
  }
});
