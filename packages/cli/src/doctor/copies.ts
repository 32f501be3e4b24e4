/** In which state copies are. */
import { compareCopy, isChanged } from "../copies/compare.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { hasConflictMarkers } from "../merge/merge-text.ts";
import { type Finding, note, ok, problem } from "./finding.ts";
import type { Project } from "./project.ts";

export function checkCopies({ copies }: Project, catalogue: Catalogue): Finding[] {
  return copies.map(({ copy, item }) => {
    const { shown, record } = copy;
    if (!item) return note(`${shown}: ${record.item} is no longer an item`, "it is yours: go on without updates");
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
