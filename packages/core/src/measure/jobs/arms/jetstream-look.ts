/** The same by hand, with a look at stored results before a job begins, which is what keeps a cancelled job from beginning. */
import { serveJobs } from "./jetstream.ts";

export { open } from "./jetstream.ts";

export const serve = (servers: string, slots: number): Promise<void> => serveJobs(servers, slots, { looks: true });
