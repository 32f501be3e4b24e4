/** Large data, one call at a time: there and back again. */
import { type Case, expectAnswer, repeat } from "../case.ts";
import { lookAt, make } from "../tasks.ts";

const COLLECT_MILLISECONDS = 10;

/** A buffer is copied to the worker. */
export const cloneBuffers =
  (bytes: number): Case =>
  async ({ order, start }) => {
    const pool = await start();
    const buffer = make(bytes);
    const seconds = await repeat(order, (calls) => async () => {
      let answer: unknown;
      for (let call = 0; call < calls; call++) answer = await pool.run("lookAt", buffer);
      return () => expectAnswer(answer, lookAt(buffer));
    });
    return { seconds, observations: {} };
  };

/**
 * A buffer is moved to the worker. Before each pass the worker has time to collect those it had, which it would else do beside
 * the clock, and the longer the larger they are. Observation `detached`: of how many of the timed calls' buffers the sender was rid. */
export const transferBuffers =
  (bytes: number): Case =>
  async ({ order, start }) => {
    const pool = await start();
    const wanted = lookAt(make(bytes));
    let detached = 0;
    const seconds = await repeat(order, async (calls) => {
      await new Promise((resolve) => setTimeout(resolve, COLLECT_MILLISECONDS));
      const buffers = Array.from({ length: calls }, () => make(bytes));
      return async () => {
        let answer: unknown;
        for (const buffer of buffers) answer = await pool.run("lookAt", buffer, [buffer]);
        return () => {
          expectAnswer(answer, wanted);
          detached = buffers.filter(({ byteLength }) => byteLength === 0).length;
        };
      };
    });
    return { seconds, observations: { detached: [detached] } };
  };

/** A buffer comes back from the worker, moved where the pool can. */
export const resultBuffers =
  (bytes: number): Case =>
  async ({ order, start }) => {
    const pool = await start();
    const wanted = lookAt(make(bytes));
    const seconds = await repeat(order, (calls) => async () => {
      let answer: unknown;
      for (let call = 0; call < calls; call++) answer = await pool.run("make", bytes);
      return () => expectAnswer(answer instanceof ArrayBuffer ? lookAt(answer) : answer, wanted);
    });
    return { seconds, observations: {} };
  };
