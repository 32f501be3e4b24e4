/** Equal pieces of computing over the workers of each model: the tutorials' picture of parallelism. */
import { drawLanes } from "./support/lanes.ts";

export const draw = drawLanes({
  name: "lanes-computing",
  title: "What happens while tasks compute?",
  workload: "sum-of-squares",
  what: "pieces of computing",
});
