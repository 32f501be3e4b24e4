/** The program that is measured: obeys one order with this runtime's I/O and pools, and exits. */
import { obey } from "@triathlon/core/measure/obey";
import { io } from "../src/io.ts";

await obey({
  version: Bun.version,
  io,
  threading: async () => (await import("./threading.ts")).createPool,
  multiprocessing: async () => (await import("./multiprocessing.ts")).createPool,
  distributed: async () => (await import("./distributed.ts")).createPool,
});
