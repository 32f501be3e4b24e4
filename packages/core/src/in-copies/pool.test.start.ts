/**
 * What the tests of abilities find beside them in a copy: each pool of threads or processes has a file of this name, with its runtime's
 * own words in it. Here it is for the types alone.
 */
import type { ServeOptions } from "../pool/serve.ts";
import type { WorkerPool, WorkerPoolOptions } from "../pool/worker-pool.ts";

/** @param worker the file that runs in each worker, of which there are two if the options say nothing else */
export declare function startPool<Tasks>(worker: URL, options?: WorkerPoolOptions): WorkerPool<Tasks>;
export declare function serve(tasks: object, options?: ServeOptions): void;
