/** In which state copies are, and whether they lie where they can run. */
import { compareCopy, type ComparedFile, isChanged } from "../copies/compare.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { abilitiesOf, contentsOf } from "../items/contents.ts";
import { asForm, endOf, isAbility, withNames } from "../items/item.ts";
import { leftIn } from "../files/stage.ts";
import { isSameSource, type Origin } from "../items/record.ts";
import { hasConflictMarkers } from "../merge/merge-text.ts";
import { Refusal } from "../refusal.ts";
import { type Finding, named, note, ok, problem } from "./finding.ts";
import type { Project } from "./project.ts";

export function checkCopies({ copies, damaged, closed }: Project, catalogue: Catalogue): Finding[] {
  return [
    ...copies.map((copy) => checkCopy(copy, catalogue)),
    ...damaged.map(asProblem),
    ...closed.map((place) => note(`${place}: not looked into, as it may not be read`)),
  ];
}

function checkCopy({ copy, item }: Project["copies"][number], catalogue: Catalogue): Finding {
  const { shown, record } = copy;
  if (!item) return note(`${shown}: ${record.item} is no longer an item`, "it is yours: go on without updates");
  if (leftIn(copy.folder).length > 0)
    return problem(`${shown}: a command was interrupted`, "do it again, or triathlon update");
  const abilities = abilitiesOf(catalogue, record);
  let files: ComparedFile[];
  try {
    files = compareCopy(copy, contentsOf(catalogue, item, abilities));
  } catch (error) {
    if (error instanceof Refusal) return asProblem(error);
    throw error;
  }
  const undecided = files.filter(({ mine }) => mine !== undefined && hasConflictMarkers(mine));
  if (undecided.length > 0) {
    const paths = undecided.map(({ path }) => path).join(", ");
    return problem(`${shown}: conflict markers in ${paths}`, "decide what stands between them");
  }
  const changed = files.filter(isChanged).length;
  const state = `${shown}: ${record.item} ${record.version}${asForm(item)}${withNames(abilities)}, ${changed} of its files changed by you`;
  const others = [item, ...abilities].filter((of) => !isSame(of, isAbility(of) ? record.abilities?.[of.name] : record));
  if (others.length === 0) return ok(state);
  const ours = others.map(
    ({ name, version, commit }) => `${name === item.name ? "" : `${name} `}${version} (${commit})`,
  );
  return note(`${state}; this package has ${ours.join(", ")}`, "triathlon update");
}

const isSame = (one: Origin, other: Origin | undefined): boolean => other !== undefined && isSameSource(one, other);

/** What a sentence asks for stands after its last colon. */
function asProblem({ message }: Refusal): Finding {
  const at = message.lastIndexOf(": ");
  return problem(message.slice(0, at), message.slice(at + 2));
}

/** Node strips no types from files below `node_modules`. */
export function checkDependencyCopies({ dependencyCopies }: Project): Finding[] {
  return dependencyCopies
    .filter(({ record }) => record.item.startsWith("node/") && endOf(record) === ".ts")
    .map(({ shown, record }) => {
      const text = `${shown}: ${record.item} as TypeScript in node_modules, where Node strips no types (ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING)`;
      return named(
        "node-modules",
        problem(text, "have it added with --js in that package, or copy the item into this project"),
      );
    });
}
