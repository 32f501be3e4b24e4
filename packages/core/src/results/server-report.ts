/** What a load test says: computed from the journal and nothing else. */
import { z } from "zod";
import { environment } from "./environment.ts";
import { estimate } from "./estimate.ts";
import { disturbance } from "./noise.ts";
import { runtimeName, SCHEMA_VERSION } from "./record.ts";
import { serverPlace } from "./server.ts";

/** One server under one load. Of each block a figure, and of these the median. */
export const serverRow = z.object({
  runtime: runtimeName,
  connections: z.int().positive(),
  place: serverPlace,
  completed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** The first reason why it was not completed. */
  reason: z.string().nullable(),
  answersPerSecond: estimate,
  latency: z.object({ p50Seconds: estimate, p90Seconds: estimate, p99Seconds: estimate }),
  /** Of the server's loop. */
  delay: z.object({ p50Seconds: estimate, p99Seconds: estimate, maxSeconds: estimate }),
});

export const serverReport = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string(),
  environment,
  seed: z.int().nonnegative(),
  blocks: z.int().nonnegative(),
  noise: disturbance.nullable(),
  /** Some load was shorter than a run's. */
  smoke: z.boolean(),
  below: z.int().positive(),
  loadSeconds: z.number().positive(),
  /** Runtime by runtime, the fewest connections first, the handler before the pool. */
  rows: z.array(serverRow),
});

export type ServerRow = z.infer<typeof serverRow>;
export type ServerReport = z.infer<typeof serverReport>;
