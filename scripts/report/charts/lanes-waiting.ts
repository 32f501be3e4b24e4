/** Three waits over the workers of each model: the tutorials' picture of overlap. */
import { drawLanes } from "./support/lanes.ts";

export const draw = drawLanes({
  name: "lanes-waiting",
  title: "What happens while tasks wait?",
  workload: "load-tables",
  what: "waits",
  note: "Async overlaps waits in one thread; workers overlap them too, and cost more to have.",
});
