/** The checks a scenario makes, each told as one line. */
import type { Capabilities } from "./capabilities.ts";
import type { Check } from "./scenario.ts";

export interface CheckLine {
  check: string;
  ok: boolean;
  /** What was found where it is not ok. */
  detail?: string;
}

export function checksOf(capabilities: Capabilities, emit: (line: CheckLine) => void): Check {
  return {
    equal(name, found, wanted) {
      this.ok(name, show(found) === show(wanted), `found ${show(found)}, wanted ${show(wanted)}`);
    },
    ok(name, condition, found) {
      emit(condition ? { check: name, ok: true } : { check: name, ok: false, detail: show(found) });
    },
    capability(key, name, found, detail = found) {
      const wanted = capabilities[key];
      const told = `${key}: ${wanted ? "" : "not so: "}${name}`;
      this.ok(told, found === wanted, `the table says ${wanted}, found ${show(detail)}`);
    },
    async rejects(name, promise, errorName) {
      try {
        const value = await promise;
        this.ok(name, false, `resolved to ${show(value)}`);
        return {};
      } catch (error) {
        this.ok(name, error instanceof Error && error.name === errorName, error);
        return error;
      }
    },
  };
}

function show(value: unknown): string {
  if (value instanceof Error) return value.stack ?? String(value);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}
