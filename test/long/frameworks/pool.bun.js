/** The pool that the handlers share, and what answers a request: both of the copy in `server/`. */
import process from "node:process";
import { context } from "./server/abilities/context.ts";
import { statistics } from "./server/abilities/statistics.ts";
import { answers } from "./server/combined/server.answers.ts";
import { ThreadPool } from "./server/threading/thread-pool.ts";

const { WORKERS = 2, MAX_QUEUE = 50, DEADLINE = 2000 } = process.env;
const counted = statistics();
export const pool = new ThreadPool(() => new Worker(new URL("./server/combined/server.worker.ts", import.meta.url)), {
  workers: Number(WORKERS),
  maxQueue: Number(MAX_QUEUE),
  abilities: [counted, context()],
});
export const answer = answers(pool, counted, Number(DEADLINE));
