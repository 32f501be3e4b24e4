/**
 * Lanes: what the pools' own timeline saw in one short execution, to be drawn. Nothing in it is a measurement: the timeline runs
 * along, so no time of it is compared with any other.
 *
 * A line of `lanes.ndjson` is one execution, or why there was none.
 */
import { z } from "zod";
import { measureOrder } from "./order.ts";
import { cell, outcome, SCHEMA_VERSION } from "./record.ts";

/** Run the workload twice, workers' start included, with a timeline. */
export const lanesOrder = measureOrder
  .pick({
    workload: true,
    size: true,
    parameters: true,
    place: true,
    answer: true,
    model: true,
    workers: true,
    concurrency: true,
    expectedChecksum: true,
  })
  .extend({ do: z.literal("lanes") });

const at = z.number();
const worker = z.int().nonnegative();
const callEvent = { at, call: z.int().positive(), task: z.string(), worker: worker.exactOptional() };

/** As the ability `timeline` tells them: milliseconds since the epoch. */
export const laneEvent = z.discriminatedUnion("what", [
  z.object({ what: z.enum(["submitted", "given", "began", "ended"]), ...callEvent }),
  z.object({
    what: z.literal("settled"),
    ...callEvent,
    outcome: z.enum(["completed", "failed", "cancelled", "late", "refused"]),
    error: z.string().exactOptional(),
    rung: z.enum(["queued", "signalled"]).exactOptional(),
  }),
  z.object({ what: z.literal("freed"), ...callEvent, how: z.enum(["ended", "stopped", "abandoned"]) }),
  z.object({ what: z.enum(["worker started", "worker ready", "worker gone"]), at, worker, name: z.string() }),
]);

/**
 * Runs of an older timeline say `sent` for given, have a `returned` of calls that came back, and rungs that told how a call was
 * freed.
 */
function inPresentWords(events: unknown): unknown {
  if (!Array.isArray(events)) return events;
  const present = { sent: "given", stopped: "signalled", abandoned: "signalled" };
  const word = (old: unknown): unknown => present[old as keyof typeof present] ?? old;
  return events
    .filter((event) => event?.what !== "returned")
    .map((event) => ({ ...event, what: word(event?.what), ...(event?.rung && { rung: word(event.rung) }) }));
}

/** One pass over the workload: the first starts the workers, the second finds them warm. Milliseconds since the epoch. */
export const lanePass = z.object({ beganAt: at, endedAt: at });

export const lanesAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("completed"),
    runtimeVersion: z.string(),
    passes: z.array(lanePass).min(1),
    events: z.array(laneEvent),
  }),
  z.object({ outcome: z.literal("failed"), reason: z.string() }),
]);

export const lanesRecord = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string().min(1),
  ...cell.shape,
  runtimeVersion: z.string().nullable(),
  outcome,
  /** Why there are no events; null when completed. */
  reason: z.string().nullable(),
  passes: z.array(lanePass),
  events: z.preprocess(inPresentWords, z.array(laneEvent)),
});

export type LanesOrder = z.infer<typeof lanesOrder>;
export type LanesAnswer = z.infer<typeof lanesAnswer>;
export type LanesRecord = z.infer<typeof lanesRecord>;
