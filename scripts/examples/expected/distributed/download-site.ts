import { downloads } from "../download-site.ts";

/** Two workers, each with three on their way. */
export default downloads(6);
