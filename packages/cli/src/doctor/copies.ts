/** In which state copies are, and whether they lie where they can run. */
import { compareCopy, isChanged } from "../copies/compare.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { leftIn } from "../files/stage.ts";
import { hasConflictMarkers } from "../merge/merge-text.ts";
import { type Finding, named, note, ok, problem } from "./finding.ts";
import type { Project } from "./project.ts";

export function checkCopies({ copies }: Project, catalogue: Catalogue): Finding[] {
  return copies.map(({ copy, item }) => {
    const { shown, record } = copy;
    if (!item) return note(`${shown}: ${record.item} is no longer an item`, "it is yours: go on without updates");
    if (leftIn(copy.folder).length > 0) return problem(`${shown}: an update was interrupted`, "triathlon update");
    const files = compareCopy(copy, item, catalogue);
    const undecided = files.filter(({ mine }) => mine !== undefined && hasConflictMarkers(mine));
    if (undecided.length > 0) {
      const paths = undecided.map(({ path }) => path).join(", ");
      return problem(`${shown}: conflict markers in ${paths}`, "decide what stands between them");
    }
    const changed = files.filter(isChanged).length;
    const state = `${shown}: ${record.item} ${record.version}, ${changed} of its files changed by you`;
    return record.commit === item.commit && record.version === item.version
      ? ok(state)
      : note(`${state}; this package has ${item.version} (${item.commit})`, "triathlon update");
  });
}

/** Node strips no types from files below `node_modules`. */
export function checkDependencyCopies({ dependencyCopies }: Project): Finding[] {
  return dependencyCopies
    .filter(({ record }) => record.item.startsWith("node/"))
    .map(({ shown, record }) => {
      const text = `${shown}: ${record.item} as TypeScript in node_modules, where Node strips no types (ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING)`;
      return named(
        "node-modules",
        problem(text, "publish what tsc emits in that package, or copy the item into this project"),
      );
    });
}
