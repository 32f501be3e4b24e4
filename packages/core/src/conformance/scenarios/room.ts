/** Producers that push wait for room in the queue, in order, and none waits for ever. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const unbounded = cell.create({ workers: 1 });
    const many = Array.from({ length: 50 }, (_, i) => unbounded.submit("echo", [i]));
    check.equal("without maxQueue there is always room", await unbounded.room(), undefined);
    await Promise.all(many);
    await unbounded.close();

    const narrow = cell.create({ workers: 1, maxQueue: 2 });
    await narrow.room();
    check.ok("an idle pool has room", true);
    const order: string[] = [];
    const calls = [1, 2, 3].map((n) => narrow.submit("wait", [20]).then(() => order.push(`call ${n}`)));
    // Whether room or the call that made it is heard of first, in one turn of the loop, is nobody's business.
    const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
    const waiting = [1, 2].map((n) =>
      narrow
        .room()
        .then(turn)
        .then(() => order.push(`room ${n}`)),
    );
    await Promise.all([...calls, ...waiting]);
    check.ok(
      "who asks for room waits while the queue is full",
      order.indexOf("room 1") > order.indexOf("call 1"),
      order,
    );
    check.ok("who asked first has room first", order.indexOf("room 1") < order.indexOf("room 2"), order);

    let refused = 0;
    let served = 0;
    const produce = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) {
        await narrow.room();
        await Promise.resolve();
        void narrow.submit("echo", [i]).then(
          () => served++,
          () => refused++,
        );
      }
    };
    await produce();
    await narrow.close();
    check.equal("one producer that waits for room is never refused", [served, refused], [20, 0]);

    const closing = cell.create({ workers: 1, maxQueue: 0 });
    const busy = closing.submit("wait", [100]);
    const stuck = closing.room();
    const closed = closing.close();
    await stuck;
    check.ok("close() lets go of who waits for room", true);
    await check.rejects("after which there is nothing to submit to", closing.submit("add", [1, 1]), "PoolClosed");
    check.equal("and what runs finishes", await busy, 100);
    await closed;
    await closing.room();
    check.ok("a closed pool holds nobody up", true);

    const cut = cell.create({ workers: 1, maxQueue: 0 });
    const ended = cut.submit("wait", [10_000]).catch(() => {});
    const asking = cut.room();
    await cut.terminate();
    await asking;
    await ended;
    check.ok("terminate() lets go of who waits for room", true);

    const cancelling = cell.create({ workers: 1, maxQueue: 1 });
    const first = cancelling.submit("wait", [300]);
    const controller = new AbortController();
    const second = cancelling.submit("wait", [1], { signal: controller.signal });
    let settled = false;
    void first.then(() => (settled = true));
    const room = cancelling.room();
    controller.abort();
    await check.rejects("a call that waits can be cancelled", second, "TaskCancelled");
    await room;
    check.ok("a cancelled call makes room at once", !settled);
    await first;
    await cancelling.close();
  },
} satisfies Scenario;
