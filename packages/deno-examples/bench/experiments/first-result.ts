/** A small program: asks for one result, and says when it was there. */
import { tellFirstResult } from "@triathlon/core/measure/experiments/first-result";

await tellFirstResult(async () => (await import("./threading.ts")).threading);
