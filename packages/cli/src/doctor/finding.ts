/** What the doctor says of a project. */

export interface Finding {
  level: "ok" | "note" | "problem";
  text: string;
  /** What to do about it. */
  next?: string;
}

export const ok = (text: string): Finding => ({ level: "ok", text });
export const note = (text: string, next?: string): Finding => ({ level: "note", text, ...(next && { next }) });
export const problem = (text: string, next: string): Finding => ({ level: "problem", text, next });
