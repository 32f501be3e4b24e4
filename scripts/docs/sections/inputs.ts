/** Inputs that have hurt pools, crossed with the cells: the scenarios say which they try, and why one is left out somewhere. */
import { blankOf } from "@triathlon/core/conformance/inputs";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import { discoverScenarios } from "../../conformance/run-scenario.ts";
import { plain, table } from "../../report/markdown.ts";
import { RUNTIMES } from "../section.ts";

const COLUMNS: readonly ExecutionModel[] = ["threading", "multiprocessing", "async"];

export async function generate(): Promise<string> {
  const reasons: string[] = [];
  const mark = (blank: string | undefined): string => {
    if (blank === undefined) return "yes";
    if (!reasons.includes(blank)) reasons.push(blank);
    return `(${reasons.indexOf(blank) + 1})`;
  };
  const rows = (await discoverScenarios()).flatMap(({ name, inputs = {} }) =>
    Object.entries(inputs).map(([input, blanks]) => [
      plain(input),
      `\`${name}\``,
      ...COLUMNS.map((model) => {
        const marks = RUNTIMES.map((runtime) => mark(blankOf(blanks, runtime, model)));
        return new Set(marks).size === 1 ? (marks[0] ?? "") : marks.join(" / ");
      }),
    ]),
  );
  return [
    `${rows.length} inputs in Node / Deno / Bun; one entry where all three are alike:`,
    "",
    table(["input", "scenario", "threads", "processes", "async"], rows),
    "",
    ...reasons.map((reason, at) => `${at + 1}. ${reason}`),
  ].join("\n");
}
