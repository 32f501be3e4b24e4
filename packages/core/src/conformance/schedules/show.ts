/** Outcomes and plans as text, short enough for a line. */
import type { Outcome } from "./carry-out.ts";

export function show(outcome: Outcome): string {
  return "value" in outcome ? `the value ${showValue(outcome.value)}` : showError(outcome.error);
}

export function showValue(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

/** `message`, and what else tells one from another of its class. */
function showError(error: unknown): string {
  if (!(error instanceof Error)) return `the thrown ${showValue(error)}`;
  const { rung } = error as { rung?: string };
  return `${error.name}${rung === undefined ? "" : ` (${rung})`} "${error.message}"`;
}
