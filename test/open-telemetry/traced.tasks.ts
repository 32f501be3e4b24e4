/** A task with a span of its own, in the trace of whoever calls it. */
import { context, propagation, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import "../../packages/core/src/abilities/context.ts";
import type { TaskContext } from "../../packages/core/src/pool/tasks.ts";

// Each worker exports for itself, as each process does. Here spans are kept, for the test to ask for.
const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
const tracer = trace.getTracer("tasks");

export function countPrimes(this: TaskContext, limit: number): Promise<number> {
  const caller = propagation.extract(context.active(), this.context); // { traceparent }
  return tracer.startActiveSpan("countPrimes", {}, caller, async (span) => {
    try {
      return await compute(limit);
    } finally {
      span.end();
    }
  });
}

/** A span below the active one. */
const compute = (limit: number): Promise<number> =>
  tracer.startActiveSpan("compute", async (span) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    span.end();
    return limit;
  });

export interface SeenSpan {
  name: string;
  trace: string;
  id: string;
  parent: string | undefined;
}

/** The spans that ended in this worker. */
export const seenSpans = (): SeenSpan[] =>
  exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    trace: span.spanContext().traceId,
    id: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId,
  }));
