/** Says that it is there, and stays. */
import { parentPort } from "node:worker_threads";

parentPort?.on("message", () => {}).postMessage("ready");
