/** In which versions of their runtimes copies of the pools run, as `pnpm versions` found it. */
import { join } from "node:path";
import { runtimeTitle } from "../../analysis/words.ts";
import { readDocument } from "../../read-document.ts";
import { table } from "../../report/markdown.ts";
import {
  type Form,
  FORMS,
  POOLS,
  type TriedVersion,
  TYPED,
  VERSIONS,
  versionsReport,
} from "../../versions/versions-report.ts";
import { type DocumentPlace, RUNTIMES } from "../section.ts";

/** @throws {UsageError} when nothing was tried */
export function generate({ root }: DocumentPlace): string {
  const { platform, versions } = readDocument(join(root, VERSIONS), versionsReport, {
    wanted: "what was found of versions",
    hint: "run `pnpm versions`",
  });
  const reasons: string[] = [];
  const isKnown = versions.some(({ conformance }) => conformance.length > 0);
  const rows = RUNTIMES.flatMap((runtime) => versions.filter((one) => one.runtime === runtime)).map((one) => [
    `${runtimeTitle(one.runtime)} ${one.version}`,
    ...FORMS.map((form) => cell(one, form, reasons)),
    ...(isKnown ? [conformanceOf(one)] : []),
  ]);
  return [
    table(["", ...FORMS.map((form) => TYPED[form]), ...(isKnown ? ["contract"] : [])], rows),
    "",
    ...reasons.map((reason, i) => `${i + 1}. \`${reason.replaceAll("`", "'")}\``),
    "",
    `Tried on ${platform} by \`pnpm versions\`.`,
  ].join("\n");
}

/** Which pools run, and the number of the reason of each that does not. */
function cell({ copies }: TriedVersion, form: Form, reasons: string[]): string {
  const here = copies.filter((copy) => copy.form === form);
  const said = POOLS.flatMap((pool) => {
    const failure = here.find((copy) => copy.pool === pool)?.failure;
    if (failure === undefined) return [];
    return [failure === null ? `${pool} runs` : `${pool} does not (${numberOf(failure, reasons)})`];
  });
  if (said.length === 0) return "not tried";
  if (here.every(({ failure }) => failure === null)) return said.length === POOLS.length ? "all run" : said.join("; ");
  const failures = new Set(here.map(({ failure }) => failure));
  const [only] = failures;
  if (failures.size === 1 && only != null && said.length === POOLS.length)
    return `none runs (${numberOf(only, reasons)})`;
  return said.join("; ");
}

function numberOf(failure: string, reasons: string[]): number {
  // What differs from form to form is the name of a file.
  const reason = failure.replaceAll(/\.js\b/g, ".ts");
  if (!reasons.includes(reason)) reasons.push(reason);
  return reasons.indexOf(reason) + 1;
}

function conformanceOf({ conformance }: TriedVersion): string {
  const said = POOLS.flatMap((pool) => {
    const found = conformance.find((one) => one.pool === pool);
    if (!found) return [];
    const failed =
      found.failed.length > 0 ? `, not kept in ${found.failed.map((name) => `\`${name}\``).join(", ")}` : "";
    return [`${pool}: ${found.passed} checks passed${failed}`];
  });
  return said.join("; ") || "not tried";
}
