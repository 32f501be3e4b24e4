import { expect, test } from "vitest";
import { FLOORS } from "../../results/pools.ts";
import { floors, type RawCall, rawWorker, type StartRawWorker } from "./raw.ts";

/** A wire that keeps its messages until they are let through. */
function heldWire() {
  const held: (() => void)[] = [];
  const log = { mostInFlight: 0, messages: [] as number[] };
  const start: StartRawWorker = (receive) => {
    let inFlight = 0;
    let work: ((calls: RawCall[]) => void) | undefined;
    queueMicrotask(() => (work = rawWorker((message) => receive(message))));
    return {
      post(calls) {
        inFlight++;
        log.mostInFlight = Math.max(log.mostInFlight, inFlight);
        log.messages.push(calls.length);
        held.push(() => {
          inFlight--;
          work!([...calls]);
        });
      },
      stop: () => {},
    };
  };
  const answerAll = async (): Promise<void> => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const next = held.shift();
      if (!next) return;
      next();
    }
  };
  return { start, log, answerAll };
}

const submit = async (floor: keyof ReturnType<typeof floors>, calls: number) => {
  const wire = heldWire();
  const pool = await floors(wire.start)[floor](2, {});
  const answers = Promise.all(Array.from({ length: calls }, (_, number) => pool.run("empty", number)));
  await wire.answerAll();
  expect(await answers).toEqual(Array.from({ length: calls }, (_, number) => number));
  return wire.log;
};

test("one in flight: a message has one call, and each worker one message", async () => {
  const { mostInFlight, messages } = await submit("raw-one-in-flight", 10);
  expect([mostInFlight, messages]).toEqual([1, Array(10).fill(1)]);
});

test("batched: up to 64 calls a message and two messages a worker, fewer towards the end", async () => {
  const { mostInFlight, messages } = await submit("raw-batched", 1000);
  expect(mostInFlight).toBe(2);
  expect(Math.max(...messages)).toBe(64);
  expect(messages.slice(0, 4)).toEqual([64, 64, 64, 64]);
  expect(messages.at(-1)).toBe(1);
});

test("a result that is a buffer is moved", () => {
  const posted: unknown[][] = [];
  rawWorker((message, transfer) => posted.push([message, transfer]))([["make", 8]]);
  const [[buffer]] = posted[1] as [[ArrayBuffer]];
  expect(posted).toEqual([
    ["ready", []],
    [[buffer], [buffer]],
  ]);
});

test.each(FLOORS)("%s is closed when its workers are gone", async (floor) => {
  const wire = heldWire();
  let gone = 0;
  const stop = () => new Promise((resolve) => setTimeout(() => resolve(++gone), 0));
  const pool = await floors((receive) => ({ ...wire.start(receive), stop }))[floor](2, {});
  await pool.close();
  expect(gone).toBe(floor === "raw-ping-pong" ? 1 : 2);
});
