/** Reads a report that is kept, in the present version whatever version wrote it. The file is never rewritten by it. */
import { z } from "zod";
import { POOL_OF_ONE } from "../analysis/analyse.ts";
import { type Evidence, MARGIN, type Verdict } from "../analysis/verdict.ts";
import { pairsOfModels } from "../analysis/families.ts";
import { type ModelPair, REPORT_VERSION, type Report, report } from "../analysis/report.ts";
import { variant } from "../analysis/variant.ts";
import { sentenceOf } from "../analysis/sentence.ts";
import { LEVEL } from "@triathlon/core/statistics/holm";
import { readDocument } from "../read-document.ts";

/** @throws {UsageError} when the file is missing, is not a report, or was written by a later version */
export function readReport(path: string): Report {
  return readDocument(path, z.preprocess(inPresentVersion, report), {
    wanted: "a report",
    hint: "run: pnpm report --publish",
  });
}

function inPresentVersion(value: unknown): unknown {
  const old = version3.safeParse(value);
  return old.success ? fromVersion3(old.data) : value;
}

/** What is read of version 3 to make it the present one; all else is carried along. */
const interval = z.looseObject({ low: z.number(), high: z.number() }).nullable();
const judged = z.looseObject({
  verdict: z.string().nullable(),
  evidence: z.looseObject({ adjustedP: z.number().nullable(), margin: z.number() }).nullable(),
});
const version3 = z.looseObject({
  reportVersion: z.literal(3),
  noise: z.looseObject({ tooNoisy: z.boolean() }),
  comparisons: z.array(
    z.looseObject({
      rows: z.array(judged.extend({ ...variant.shape, runtime: z.string(), speedUp: z.looseObject({ interval }) })),
      sideBySide: z.array(z.looseObject({ pairs: z.array(judged.extend({ timeRatio: z.looseObject({ interval }) })) })),
    }),
  ),
});

type Judged = z.infer<typeof judged>;
type Row = z.infer<typeof version3>["comparisons"][number]["rows"][number];
type Interval = { low: number; high: number } | null;

/**
 * Version 3 widened the margin of sameness by the run's noise, and had one word for what leans and what is undecided. It keeps no
 * ratios of its blocks, so the test of sameness cannot be made again: the 95 % interval within the margin stands for it, which is
 * stricter.
 */
function fromVersion3(old: z.infer<typeof version3>): unknown {
  const { tooNoisy } = old.noise;
  const changed = {
    ...old,
    reportVersion: REPORT_VERSION,
    lacks: [RATIOS, POOL_OF_ONE, COMPILE_CACHE, FLATNESS],
    comparisons: old.comparisons.map((comparison) => ({
      ...comparison,
      own: false,
      rows: comparison.rows.map((row) => ({
        ...row,
        privateMemoryBytes: NO_PRIVATE,
        ...judgedAgain(row, row.speedUp.interval, tooNoisy),
      })),
      modelPairs: pairsOfModels(comparison.rows.filter(({ evidence }) => evidence !== null)).map((pair) =>
        modelPairOf(pair, tooNoisy),
      ),
      sideBySide: comparison.sideBySide.map((side) => ({
        ...side,
        pairs: side.pairs.map((pair) => ({
          ...pair,
          ...judgedAgain(pair, inverse(pair.timeRatio.interval), tooNoisy),
        })),
      })),
    })),
  };
  const parsed = report.safeParse(changed);
  if (!parsed.success) return changed; // its reader says what is wrong with it
  return {
    ...parsed.data,
    comparisons: parsed.data.comparisons.map((comparison) => ({ ...comparison, sentence: sentenceOf(comparison) })),
  };
}

const COMPILE_CACHE =
  "Node ran with its cache of compiled modules (NODE_COMPILE_CACHE) in this record, which it has not by itself: where people run it, Node's " +
  "processes and workers start later, and with more CPU, than the cold figures say.";

const FLATNESS =
  "No passes were added in this record until they were flat, and a cell whose passes fell at first and were the same at their end is still " +
  "called warming.";

const RATIOS =
  "This record keeps no ratios of its blocks. So two are called as fast as each other only where the 95 % interval lies within 2 %, and of two " +
  "models one is called faster only where their 95 % intervals lie apart, by more than the run can show: both are stricter than the tests.";

/**
 * Two 95 % intervals that lie apart are a difference at less than 1 %, were they of figures that have nothing to do with each other;
 * both were taken against the same sequential, which brings their figures closer together than their intervals say.
 */
function modelPairOf([one, other]: [Row, Row], tooNoisy: boolean): ModelPair {
  const [a, b] = [one.speedUp.interval, other.speedUp.interval];
  const beyond = 1 + Math.max(one.evidence!.margin, other.evidence!.margin);
  const unjudged = a === null || b === null || one.verdict === "too few executions";
  const named = tooNoisy ? "inconclusive" : apart(a, b, beyond);
  return {
    runtime: one.runtime,
    variant: variant.parse(one),
    against: variant.parse(other),
    speedRatio: { n: 0, median: null, interval: null, reason: "this record keeps no ratios of its blocks" },
    verdict: unjudged ? "too few executions" : named,
    evidence: null,
  };
}

function apart(one: Interval, other: Interval, beyond: number): Verdict {
  if (one!.low > other!.high * beyond) return "faster";
  return other!.low > one!.high * beyond ? "slower" : "inconclusive";
}

const NO_PRIVATE = {
  n: 0,
  median: null,
  interval: null,
  reason: "this record does not tell private pages from shared ones",
};

const inverse = (found: Interval): Interval => found && { low: 1 / found.high, high: 1 / found.low };

/** @param speeds the interval of how many times as fast the one is */
function judgedAgain({ verdict, evidence }: Judged, speeds: Interval, tooNoisy: boolean): object {
  if (evidence === null) return { verdict, evidence };
  const now: Partial<Evidence> = { ...evidence, margin: MARGIN, threshold: evidence.margin };
  return { verdict: verdictAgain(verdict as Verdict, evidence, speeds, tooNoisy), evidence: now };
}

function verdictAgain(
  verdict: Verdict,
  { adjustedP, margin }: NonNullable<Judged["evidence"]>,
  speeds: Interval,
  tooNoisy: boolean,
): Verdict {
  if ((verdict !== "equivalent" && verdict !== "inconclusive") || tooNoisy || speeds === null) return verdict;
  const within = margin <= MARGIN || (speeds.low >= 1 / (1 + MARGIN) && speeds.high <= 1 + MARGIN);
  if (verdict === "equivalent" && within) return verdict;
  if ((adjustedP ?? 1) >= LEVEL) return "inconclusive";
  return speeds.low * speeds.high > 1 ? "leans faster" : "leans slower";
}
