/** Speed-up against workers, beside the ideal line and, where four numbers of workers or more are within the cores, a law fitted to them. */
import type { CoresRow } from "@triathlon/core/results/experiment-report";
import { fitScalability, type ScalabilityFit, speedUpOf } from "../../analysis/scalability-fit.ts";
import { estimateText, rangeText, ratioText, significant, timesScale } from "../../analysis/numbers.ts";
import { listed, numberWord, runtimeTitle } from "../../analysis/words.ts";
import { type Draw, experimentAbsent, panelsBy, type PanelSpec } from "../pictures/picture.ts";
import { modelScales } from "../pictures/theme.ts";
import { ends } from "./support/axes.ts";

const MODELS = ["threading", "multiprocessing"] as const;

/** One runtime and model. */
interface Curve {
  runtime: string;
  model: (typeof MODELS)[number];
  rows: CoresRow[];
  /** To the points up to the number of cores; null where they are too few. */
  fit: ScalabilityFit | null;
}

export const draw: Draw = ({ experiments }) => {
  const about = { name: "speed-up", title: "How many workers are worth it?" };
  const rows = experiments?.cores.filter(({ speedUp }) => speedUp.median !== null) ?? [];
  if (experiments === null || rows.length === 0) return experimentAbsent(about, "cores");
  const cores = experiments.environment.availableParallelism;
  const runtimes = [...new Set(rows.map(({ runtime }) => runtime))];
  const curves = runtimes.flatMap((runtime) => MODELS.map((model) => curveOf(rows, runtime, model, cores)));
  const measured = curves.filter((curve) => curve.rows.length > 0);
  const isFitted = measured.some(({ fit }) => fit !== null);
  const most = Math.max(...rows.map(({ workers }) => workers));
  const highest = Math.max(cores, ...rows.map(({ speedUp }) => ends(speedUp).high));
  return {
    ...about,
    sentence: sentence(measured, cores),
    howToRead:
      `The dashed line is ideal: as many times as fast as there are workers. This machine has ${numberWord(cores)} usable cores; the shaded part is beyond them, ` +
      `where workers share a core.${isFitted ? FITTED : ""}`,
    panels: panelsBy(
      measured,
      ({ runtime }) => `${runtimeTitle(runtime)}, ${cores} cores`,
      (own) => panel(own, { cores, most, highest }),
    ),
    table: {
      header: ["runtime", "model", "workers", "speed-up", "beyond the cores", ...(isFitted ? ["law fitted"] : [])],
      right: ["workers", "speed-up"],
      rows: measured.flatMap(({ runtime, model, rows: own, fit }) =>
        own.map(({ workers, speedUp }) => [
          runtimeTitle(runtime),
          model,
          String(workers),
          estimateText(speedUp, timesScale) ?? "–",
          workers > cores ? "yes" : "no",
          ...(isFitted ? [fit === null ? "too few points" : fitText(fit)] : []),
        ]),
      ),
    },
  };
};

const FITTED =
  " Thin curves are Amdahl's law, or with six numbers of workers or more the Universal Scalability Law, fitted to the points up to the cores.";

function curveOf(rows: readonly CoresRow[], runtime: string, model: Curve["model"], cores: number): Curve {
  const own = rows
    .filter((row) => row.runtime === runtime && row.model === model)
    .sort((a, b) => a.workers - b.workers);
  const within = own.filter(({ workers }) => workers <= cores);
  return {
    runtime,
    model,
    rows: own,
    fit: fitScalability(within.map(({ workers, speedUp }) => ({ workers, speedUp: speedUp.median! }))),
  };
}

/** So that points of both models with the same figure are both seen. */
const ASIDE = 0.06;

function panel(
  curves: readonly Curve[],
  { cores, most, highest }: { cores: number; most: number; highest: number },
): PanelSpec {
  const values = curves.flatMap(({ model, rows }) =>
    rows.map(({ workers, speedUp }) => ({
      model,
      workers: workers + (model === "threading" ? -ASIDE : ASIDE),
      ...ends(speedUp),
    })),
  );
  const fitted = curves.flatMap(({ model, fit }) =>
    fit === null ? [] : steps(1, cores).map((workers) => ({ model, workers, value: speedUpOf(fit, workers) })),
  );
  const { color, shape } = modelScales([...MODELS]);
  const x = {
    type: "quantitative" as const,
    scale: { domain: [0.7, most + 0.3], nice: false, zero: false },
    axis: { title: "workers", values: steps(1, most, 1), grid: false },
  };
  const top = highest * 1.1;
  const y = {
    type: "quantitative" as const,
    scale: { domain: [0, top], nice: false },
    axis: { title: "times as fast as one thread", tickCount: 5 },
  };
  const ideal = Math.min(most, top);
  return {
    width: 240,
    height: 190,
    layer: [
      ...(most > cores
        ? [
            {
              data: { values: [{ from: cores + 0.15, to: most + 0.3 }] },
              mark: { type: "rect" as const, color: "var(--raised)" },
              encoding: { x: { field: "from", ...x }, x2: { field: "to" } },
            },
          ]
        : []),
      {
        data: { values: [{ x1: 0.7, x2: ideal }] },
        mark: { type: "rule", strokeDash: [5, 4] },
        encoding: { x: { field: "x1", ...x }, x2: { field: "x2" }, y: { field: "x1", ...y }, y2: { field: "x2" } },
      },
      {
        data: { values: fitted },
        mark: { type: "line", strokeWidth: 1 },
        encoding: { x: { field: "workers", ...x }, y: { field: "value", ...y }, color },
      },
      {
        data: { values },
        mark: { type: "rule", size: 2 },
        encoding: { x: { field: "workers", ...x }, y: { field: "low", ...y }, y2: { field: "high" }, color },
      },
      {
        data: { values },
        mark: { type: "point", size: 65 },
        encoding: { x: { field: "workers", ...x }, y: { field: "value", ...y }, color, shape },
      },
    ],
  };
}

/** From `first` to `last`, in so fine steps that a curve looks like one. */
function steps(first: number, last: number, step = 0.1): number[] {
  return Array.from({ length: Math.floor((last - first) / step + 1.001) }, (_, index) => first + index * step);
}

function fitText({ law, contention, coherency }: ScalabilityFit): string {
  const percent = (share: number): string => `${significant(share * 100, 2)} %`;
  return law === "Amdahl"
    ? `Amdahl, ${percent(contention)} serial`
    : `USL, α ${percent(contention)}, β ${percent(coherency)}`;
}

function sentence(curves: readonly Curve[], cores: number): string {
  const clauses = MODELS.flatMap((model) => {
    const own = curves.filter((curve) => curve.model === model);
    const at = own.flatMap(({ rows }) => rows.find(({ workers }) => workers === cores)?.speedUp.median ?? []);
    return at.length === 0 ? [] : [`${rangeText(at, ratioText)} times as fast in ${model}`];
  });
  if (clauses.length === 0) return `With ${numberWord(cores)} workers, one for each core, nothing was measured.`;
  return `With ${numberWord(cores)} workers, one for each core, the same work is ${listed(clauses)} as in one thread.`;
}
