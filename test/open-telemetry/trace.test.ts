/** A trace of OpenTelemetry goes on in the worker: the ability `context` carries what its propagators write. */
import { fork } from "node:child_process";
import { Worker } from "node:worker_threads";
import { context as active, propagation, trace } from "@opentelemetry/api";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { describe, expect, it, onTestFinished } from "vitest";
import { context } from "../../packages/core/src/abilities/context.ts";
import { statistics } from "../../packages/core/src/abilities/statistics.ts";
import type { Ability, WorkerPool } from "../../packages/core/src/pool/worker-pool.ts";
import { answers } from "../../packages/core/src/examples/combined/server.answers.ts";
import { ProcessPool } from "../../packages/node-examples/src/multiprocessing/process-pool.ts";
import { ThreadPool } from "../../packages/node-examples/src/threading/thread-pool.ts";
import type { SeenSpan } from "./traced.tasks.ts";

new NodeTracerProvider().register();
const tracer = trace.getTracer("callers");
type Tasks = typeof import("./traced.tasks.ts");

/** Of one worker. */
const POOLS = {
  threads: (abilities: Ability[]): WorkerPool<Tasks> =>
    new ThreadPool(() => new Worker(new URL("./traced.thread.ts", import.meta.url)), { workers: 1, abilities }),
  processes: (abilities: Ability[]): WorkerPool<Tasks> =>
    new ProcessPool(() => fork(new URL("./traced.process.ts", import.meta.url), { serialization: "advanced" }), {
      workers: 1,
      abilities,
    }),
};

/** Calls within a span; what goes over the wire is what the propagators write. */
const within = <Value>(name: string, call: (carrier: Record<string, string>) => Promise<Value>) =>
  tracer.startActiveSpan(name, async (span) => {
    const carrier: Record<string, string> = {};
    propagation.inject(active.active(), carrier);
    await call(carrier);
    span.end();
    return { trace: span.spanContext().traceId, id: span.spanContext().spanId };
  });

/** The chain of a caller's spans, outermost first. */
const below = (spans: readonly SeenSpan[], id: string): string[] =>
  spans.filter(({ parent }) => parent === id).flatMap((span) => [span.name, ...below(spans, span.id)]);

describe.each(Object.entries(POOLS))("in a pool of %s", (_, make) => {
  function start(abilities: Ability[]): WorkerPool<Tasks> {
    const pool = make(abilities);
    onTestFinished(() => pool.close());
    return pool;
  }

  it("each call's spans are below its caller's, in the caller's trace", async () => {
    const pool = start([context()]);
    const callers = await Promise.all(
      ["first", "second"].map((name) =>
        within(name, (carrier) => pool.submit("countPrimes", [7], { context: carrier })),
      ),
    );
    const spans = await pool.submit("seenSpans", []);
    expect(new Set(callers.map((caller) => caller.trace)).size).toBe(2);
    for (const caller of callers) {
      expect(below(spans, caller.id)).toEqual(["countPrimes", "compute"]);
      expect(spans.filter((span) => span.trace === caller.trace)).toHaveLength(2);
    }
  });

  it("a request's header is enough: the server hands it on", async () => {
    const counted = statistics();
    const pool = start([counted, context()]);
    const answer = answers(
      pool as unknown as WorkerPool<typeof import("../../packages/core/src/examples/combined/server.tasks.ts")>,
      counted,
    );
    const client = await within("client", async ({ traceparent }) => {
      const { status, text } = await answer({
        url: "/primes?below=7",
        signal: new AbortController().signal,
        traceparent,
      });
      expect([status, text]).toEqual([200, "7\n"]);
    });
    expect(below(await pool.submit("seenSpans", []), client.id)).toEqual(["countPrimes", "compute"]);
  });

  it("without a context a task begins a trace of its own", async () => {
    const pool = start([context()]);
    await pool.submit("countPrimes", [7]);
    const [inner, outer] = await pool.submit("seenSpans", []);
    expect([inner?.name, outer?.name, outer?.parent]).toEqual(["compute", "countPrimes", undefined]);
  });
});
