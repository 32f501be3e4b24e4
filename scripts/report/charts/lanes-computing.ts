/** Equal pieces of computing over the workers of each model: the tutorials' picture of parallelism. */
import { drawLanes } from "./support/lanes.ts";

export const draw = drawLanes({
  name: "lanes-computing",
  title: "What happens while tasks compute?",
  workload: "sum-of-squares",
  what: "pieces of computing",
  note: "In async all calls are in flight together, but one thread computes: each bar lasts until its result is heard, and the whole takes as long as sequential.",
});
