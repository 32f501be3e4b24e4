/** The child's side of `raw-process.ts`. */
import { rawWorker } from "@triathlon/core/measure/pools/raw";

process.on("message", rawWorker((message) => void process.send!(message)) as (message: unknown) => void);
process.on("disconnect", () => process.exit());
