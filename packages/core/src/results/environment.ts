/** The machine and the versions a run was made on. What a platform does not tell is null. */
import { z } from "zod";
import { moment, runtimeName, SCHEMA_VERSION } from "./record.ts";

export const environment = z.object({
  /** Its shape is the same in all of them. */
  schemaVersion: z.int().min(1).max(SCHEMA_VERSION),
  platform: z.string(),
  architecture: z.string(),
  kernel: z.string(),
  cpuModel: z.string().nullable(),
  /** What the operating system lists. */
  logicalCpus: z.int().positive(),
  /** What a process may use (affinity, quota). */
  availableParallelism: z.int().positive(),
  memoryBytes: z.int().positive(),
  /** One-minute load average when the run began; null where there is none. */
  loadAverage: z.number().nullable(),
  /** Frequency governor of the first CPU, or null. */
  governor: z.string().nullable(),
  runtimes: z.array(z.object({ runtime: runtimeName, version: z.string(), engine: z.string().nullable() })),
  /** `hyperfine 1.15.0`, or `built-in`. */
  timer: z.string(),
  /** Commit of the repository, or null outside of one. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{4,64}$/)
    .nullable(),
  /** Whether files differed from that commit. */
  modified: z.boolean().nullable(),
  startedAt: moment,
});

export type Environment = z.infer<typeof environment>;
