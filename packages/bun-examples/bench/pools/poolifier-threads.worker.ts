/** The tasks as poolifier wants them: given to its worker. A result cannot be moved. */
import { tasks } from "@triathlon/core/measure/pools/tasks";
import { type TaskFunctions, ThreadWorker } from "poolifier";

export default new ThreadWorker(tasks as unknown as TaskFunctions);
