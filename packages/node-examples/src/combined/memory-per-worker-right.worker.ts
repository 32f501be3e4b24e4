/** The thread of `memory-per-worker-right.ts`: answers what stands in a row of the table that all threads share. */
import { parentPort, workerData } from "node:worker_threads";

const table: Float64Array = workerData;

parentPort?.on("message", ({ row }: { row: number }) => parentPort?.postMessage(table[row]));
