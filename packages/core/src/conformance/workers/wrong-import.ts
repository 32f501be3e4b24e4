/** A worker that imports a name which is not there. */
// @ts-expect-error -- that is what goes wrong
import { noSuchTask } from "../tasks.ts";

console.error("this is never printed", noSuchTask);
