/** What the threads of `start-and-join.ts` run. */
import { workerData } from "node:worker_threads";

const task = workerData as string;
for (let line = 1; line <= 3; line++) console.log(`${task}, line ${line}`);
