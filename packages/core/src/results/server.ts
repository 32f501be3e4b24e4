/**
 * The load test of the examples' server: what a measured server is told, what it answers, and what the journal keeps of it.
 *
 * Base units only, as in `record.ts`: seconds.
 */
import { z } from "zod";
import { envelope } from "./record.ts";

/** Where the server computes: in the handler itself, or in a pool of threads. */
export const serverPlace = z.enum(["inline", "pool"]);

/** Serve, watch the loop while told to, and say how late it was. */
export const serverOrder = z.object({
  do: z.literal("serve"),
  place: serverPlace,
  /** What is asked of it to have its loop watched from then on, and to have told how late that was. */
  paths: z.object({ watch: z.string(), tell: z.string() }),
  /** Where the answer is to be written, by writing beside it and renaming. */
  answer: z.string(),
});

const seconds = z.number().nonnegative();

export const serverAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("completed"),
    runtimeVersion: z.string(),
    /** How late the server's loop was, each time a timer was due; in order. */
    delaySeconds: z.array(seconds).min(1),
  }),
  z.object({ outcome: z.literal("failed"), reason: z.string() }),
]);

/** How a server is put under load. */
export const load = z.object({
  /** Each with one request at a time: the next is sent when the last was answered. */
  connections: z.int().positive(),
  /** What each request asks for: how many primes there are below this. */
  below: z.int().positive(),
  /** The same load before, of which nothing is kept. */
  warmupSeconds: seconds,
  loadSeconds: z.number().positive(),
});

/** One line of the journal: one server under one load, or why there was none. */
export const serverRecord = z.object({
  ...envelope.shape,
  seed: z.int().nonnegative(),
  place: serverPlace,
  ...load.shape,
  /** For how long there was load; null where there was none. */
  loadedSeconds: seconds.nullable(),
  /** From a request's last byte sent to its answer's last byte received, as the client sees it; in the order of the answers. */
  latencySeconds: z.array(seconds),
  delaySeconds: z.array(seconds),
});

export type ServerPlace = z.infer<typeof serverPlace>;
export type ServerOrder = z.infer<typeof serverOrder>;
export type ServerAnswer = z.infer<typeof serverAnswer>;
export type Load = z.infer<typeof load>;
export type ServerRecord = z.infer<typeof serverRecord>;
