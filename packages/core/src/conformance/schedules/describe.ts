/** A schedule as text: its pool, then a line for each step and call, with what came of it where that is known. */
import type { CallSeen, MapSeen, Observation } from "./carry-out.ts";
import type { Account } from "./ledger.ts";
import type { CallPlan, MapPlan, Schedule, Step } from "./schedule.ts";
import { show, showValue } from "./show.ts";

export function describe({ pool, steps }: Schedule, seen?: Observation): string {
  const maps = [...(seen?.maps ?? [])];
  const lines = steps.flatMap((step, position) => {
    const [first = "", ...rest] = describeStep(step, seen, maps);
    return [`  ${position + 1}. ${first}`, ...rest.map((line) => `       ${line}`)];
  });
  return [`  pool: ${options(pool)}`, ...lines].join("\n");
}

function describeStep(step: Step, seen: Observation | undefined, maps: MapSeen[]): string[] {
  switch (step.do) {
    case "submit":
      return [`submit ${step.calls.length}`, ...step.calls.map((call) => describeCall(call, seen))];
    case "map":
      return describeMap(
        step,
        maps.find(({ plan }) => plan === step),
        seen,
      );
    case "pause":
      return [`pause ${step.milliseconds} ms`];
    default:
      return [step.do];
  }
}

function describeCall({ call, task, act, ...how }: CallPlan, seen: Observation | undefined): string {
  const found = seen?.calls.find(({ plan }) => plan.call === call);
  return `call ${call}: ${task}(${options(act)}) ${options(how)}${came(found, seen?.executions[call])}${placed(seen?.accounts?.get(call))}`;
}

function placed(account: Account | undefined): string {
  return account ? `, given ${account.given}×, freed: ${account.freed.join(", ") || "no"}` : "";
}

function came(found: CallSeen | undefined, begun: number | undefined): string {
  if (!found) return "";
  const outcome = found.outcome ? show(found.outcome) : "nothing, it is pending";
  return ` → ${outcome}, begun ${begun}×${found.milliseconds === undefined ? "" : `, ${Math.round(found.milliseconds)} ms`}`;
}

function describeMap(plan: MapPlan, found: MapSeen | undefined, seen: Observation | undefined): string[] {
  const { do: _, inputs, order, task, ...how } = plan;
  const end = found && (typeof found.end === "object" ? show(found.end) : (found.end ?? "nothing, it is pending"));
  const outcome = found ? ` → ${end}, ${found.pulledAt.length} pulled, ${found.results.length} yielded` : "";
  return [
    `${order === "input" ? "map" : "asCompleted"} ${task} over ${inputs.length} ${options(how)}${outcome}`,
    ...inputs.map(({ call, act }, position) => {
      const yielded = found?.results.find(({ index }) => index === position);
      const came = found ? ` → ${yielded ? show(yielded) : "no result"}, begun ${seen?.executions[call]}×` : "";
      return `input ${position}, call ${call}: ${options(act)}${came}`;
    }),
  ];
}

/** `key value`, without what is undefined. */
function options(fields: object): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.map(([key, value]) => `${key} ${showValue(value)}`).join(", ");
}
