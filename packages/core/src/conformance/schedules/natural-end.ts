/** What a call comes to when nobody interferes: what its task does. */
import type { Capabilities } from "../capabilities.ts";
import type { Act } from "./schedule.ts";

/** Tells the values and the errors that are such an end. None: it never ends in that way. */
export interface NaturalEnd {
  value?: (found: unknown) => boolean;
  error?: (found: unknown) => boolean;
}

export function naturalEnd(act: Act, capabilities: Capabilities): NaturalEnd {
  switch (act.kind) {
    case "add":
      return resolvesTo(act.a + act.b);
    case "echo":
      return resolvesTo(act.value);
    case "wait":
    case "spin":
      return resolvesTo(act.milliseconds);
    case "waitDeaf":
      return resolvesTo("deaf");
    case "raise":
    case "reject":
      return rejectsWith("TaskError", ({ cause }) => CAUSES[act.what]?.(cause) ?? false);
    case "takeFunction":
      return capabilities.clones
        ? rejectsWith("NotCloneable", ({ part }) => part === "argument")
        : resolvesTo("function");
    case "returnFunction":
      return capabilities.clones
        ? rejectsWith("NotCloneable", ({ part }) => part === "result")
        : { value: (found) => typeof found === "function" };
    case "unknown":
      return rejectsWith("UnknownTask", ({ known }) => known?.includes("performAdd") ?? false);
    case "exit": {
      const code = capabilities.exitCode ? act.code : null;
      return rejectsWith("WorkerDied", ({ exitCode }) => exitCode === code);
    }
    case "throwLater":
      return rejectsWith("WorkerDied", ({ task }) => task !== null);
    case "kill":
      return rejectsWith("WorkerDied", ({ signal }) => signal === "SIGKILL");
    case "replyThenExit":
      return resolvesTo("replied");
    case "spinForever":
      return {};
  }
}

/** What one class of the executor's errors or another has. */
interface Failure extends Error {
  part?: "argument" | "result";
  known?: readonly string[];
  task?: string | null;
  exitCode?: number | null;
  signal?: string | null;
}

const resolvesTo = (value: unknown): NaturalEnd => ({ value: (found) => show(found) === show(value) });

const show = (value: unknown): string | undefined => JSON.stringify(value);

function rejectsWith(name: string, is: (error: Failure) => boolean): NaturalEnd {
  return { error: (found) => found instanceof Error && found.name === name && is(found) };
}

/** By what is thrown, as the tasks have it. */
const CAUSES: Partial<Record<(Act & { kind: "raise" })["what"], (cause: unknown) => boolean>> = {
  rangeError: (cause) => cause instanceof RangeError && cause.message === "out of range",
  coded: (cause) => cause instanceof TypeError && "code" in cause && cause.code === "E_TYPE",
  string: (cause) => cause === "just a string",
  number: (cause) => cause === 42,
  nothing: (cause) => cause === undefined,
};
