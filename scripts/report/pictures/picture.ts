/** What a file in `charts/` makes: a picture, the same as a table, and the same in a sentence. */
import type { ExperimentReport } from "@triathlon/core/results/experiment-report";
import type { LanesRecord } from "@triathlon/core/results/lanes";
import type { TopLevelSpec } from "vega-lite";
import type { Report } from "../../analysis/report.ts";

/** Everything pictures are drawn from. */
export interface Material {
  report: Report;
  /** Empty where the run has none. */
  lanes: readonly LanesRecord[];
  /** Null where none are joined to the report. */
  experiments: ExperimentReport | null;
}

export interface Picture {
  /** Of its files: `speed-up`. */
  name: string;
  /** The question that it answers. */
  title: string;
  /** What it shows, in words: read in place of it by those who do not see it. */
  sentence: string;
  /** How to read it. */
  howToRead: string;
  /** Drawn beside each other where there is room, else below each other. At least one. */
  panels: readonly Panel[];
  table: Table;
}

export interface Panel {
  /** Empty where the picture has one panel. */
  title: string;
  /** At most {@link PANEL_WIDTH} wide, labels included. */
  spec: PanelSpec;
}

/** A panel for each title, in the order of what is drawn. */
export const panelsBy = <Item>(
  items: readonly Item[],
  title: (item: Item) => string,
  spec: (own: readonly Item[]) => PanelSpec,
): Panel[] => [...Map.groupBy(items, title)].map(([name, own]) => ({ title: name, spec: spec(own) }));

/** Vega-Lite, without the schema's address and the configuration, which are the same for all. */
export type PanelSpec = WithoutFrame<TopLevelSpec>;
type WithoutFrame<Spec> = Spec extends unknown ? Omit<Spec, "$schema" | "config"> : never;

export interface Table {
  /** Names of the columns, no two of them the same. */
  header: readonly string[];
  /** Of them, those of figures, which are set to the right. Default: none. */
  right?: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A picture whose data this run does not have. */
export interface Absent {
  name: string;
  title: string;
  /** What is missing, and which command measures it: one sentence. */
  absent: string;
}

/** In place of a picture that an experiment would give. */
export function experimentAbsent(about: Omit<Absent, "absent">, experiment: string): Absent {
  return {
    ...about,
    absent: `Not in this report: \`pnpm experiments --only ${experiment}\` measures it, \`pnpm report --experiments DIR\` joins it.`,
  };
}

export type Draw = (material: Material) => Picture | Absent;

/** The narrowest screen, 360, without its margins. */
export const PANEL_WIDTH = 328;
