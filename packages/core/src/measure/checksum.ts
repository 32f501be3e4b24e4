/** One checksum for one answer, whatever runtime it was found in. */
import { createHash } from "node:crypto";

/**
 * SHA-256, in hexadecimal, of the value's canonical JSON: keys sorted by code unit, no white space.
 *
 * @throws {TypeError} when the value holds what JSON cannot: a function, `undefined`, a bigint, NaN or an infinity
 */
export function checksum(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}

function canonical(value: unknown, around: readonly unknown[] = []): string {
  if (around.includes(value))
    throw new TypeError("Cannot take a checksum: an answer must be plain JSON: found a cycle");
  const path = [...around, value];
  const inner = (each: unknown): string => canonical(each, path);
  if (Array.isArray(value)) return `[${value.map(inner).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${inner(entry)}`).join(",")}}`;
  }
  const plain = value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
  if (!plain) throw new TypeError(`Cannot take a checksum: an answer must be plain JSON: found ${String(value)}`);
  return JSON.stringify(value);
}
