/** What the doctor says of a project. */

export interface Finding {
  level: "ok" | "note" | "problem";
  text: string;
  /** What to do about it. */
  next?: string;
  /** Named by the entries of `landings.json` that it is about. */
  check?: string;
}

export const ok = (text: string): Finding => ({ level: "ok", text });
export const note = (text: string, next?: string): Finding => ({ level: "note", text, ...(next && { next }) });
export const problem = (text: string, next: string): Finding => ({ level: "problem", text, next });

/** The finding under the name that `landings.json` has for it. */
export const named = (check: string, finding: Finding): Finding => ({ ...finding, check });
