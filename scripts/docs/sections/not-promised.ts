/** By which scenarios of the contract a distributed pool is not tried, by the reason. */
import { NOT_PROMISED } from "@triathlon/core/conformance/not-promised";
import { table } from "../../report/markdown.ts";

export function generate(): string {
  const byReason = Map.groupBy(Object.keys(NOT_PROMISED), (name) => NOT_PROMISED[name] ?? "");
  const rows = [...byReason].map(([reason, names]) => [reason, names.map((name) => `\`${name}\``).join(", ")]);
  return table(["not promised, or not of it", "scenarios"], rows);
}
