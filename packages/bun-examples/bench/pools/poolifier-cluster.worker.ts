/** The tasks as poolifier wants them: given to its worker. */
import { tasks } from "@triathlon/core/measure/pools/tasks";
import { ClusterWorker, type TaskFunctions } from "poolifier";

export default new ClusterWorker(tasks as unknown as TaskFunctions);
