/** What was simulated and measured of jobs, for people. */
import { percentText, rangeText, secondsScale, significant, whole, withUnit } from "../analysis/numbers.ts";
import { table } from "../report/markdown.ts";
import type { Picture } from "../report/pictures/picture.ts";
import { type Answers, CORES } from "./answers.ts";
import type { Capacity } from "./capacity.ts";
import { type Comparison, FEW, WITHIN } from "./compare.ts";

const seconds = (value: number): string => withUnit(value, secondsScale);

/** @param file of the picture, as a link from where the text goes */
export const answerMarkdown = ({ title, sentence, howToRead, table: { header, right, rows } }: Picture, file: string) =>
  [`![${title}](${file})`, sentence, howToRead, table(header, rows, right)].join("\n\n");

export function comparisonMarkdown(comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ engine, cases }) =>
    cases.flatMap(({ name, predicted, observed }) =>
      [
        ["jobs a second", predicted.throughput, observed.throughput, (value: number) => significant(value)] as const,
        ["99th percentile", predicted.p99, observed.p99, seconds] as const,
        ["runs again", predicted.again, observed.again, (value: number) => whole(value)] as const,
      ].map(([what, said, seen, show]) => [engine, name, what, show(said), show(seen), apart(what, said, seen)]),
    ),
  );
  const [first] = comparisons;
  return [
    table(["engine", "what happens", "figure", "predicted", "observed", "apart"], rows, [
      "predicted",
      "observed",
      "apart",
    ]),
    `${first?.runtime}, all programs and the server on one machine with ${first?.cores} cores (load before: ${loads(comparisons)}); one way takes ` +
      `${rangeText(
        comparisons.map(({ way }) => way * 1000),
        (value) => significant(value, 2),
      )} ms there. Predictions are told the times of tasks, the way, and how often workers were lost and held up; the rest follows. Wanted is at most ` +
      `${percentText(WITHIN)}; of fewer than ${FEW} runs no share is told.`,
  ].join("\n\n");
}

/** Whether all predictions are as good as was wanted. */
export const isWithin = ({ cases }: Comparison): boolean =>
  cases.every(({ predicted, observed }) =>
    (["throughput", "p99", "again"] as const).every((what) => {
      const [said, seen] = [predicted[what], observed[what]];
      return what === "again" && Math.max(said, seen) < FEW ? true : Math.abs(said / seen - 1) <= WITHIN;
    }),
  );

const apart = (what: string, said: number, seen: number): string =>
  what === "runs again" && Math.max(said, seen) < FEW ? "few" : percentText(Math.abs(said / seen - 1));

const loads = (all: readonly { loadAverage: number }[]): string =>
  rangeText(
    all.map(({ loadAverage }) => loadAverage),
    (value) => value.toFixed(1),
  );

export function capacityMarkdown({ runtime, cores, loadAverage, jobs, open, places, rows }: Capacity): string {
  return [
    table(
      ["engine", "queues", "worker processes", "jobs a second", "each repetition", "median", "99th percentile"],
      rows.map(({ engine, queues, workers, perSecond, p50, p99 }) => [
        engine,
        String(queues),
        String(workers),
        whole(middleOf(perSecond)),
        rangeText(perSecond, whole),
        seconds(p50),
        seconds(p99),
      ]),
      ["queues", "worker processes", "jobs a second", "each repetition", "median", "99th percentile"],
    ),
    `${whole(jobs)} jobs that do nothing, ${whole(open)} open at a time, from one program for each queue; ${places} threads in each worker process; ${runtime}. The server, the program that ` +
      `submits and all workers share one machine with ${cores} cores (load before: ${loadAverage.toFixed(1)}): where more processes do no more jobs, it is these cores that are used up.`,
  ].join("\n\n");
}

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** What is to be rented for so many jobs a second, by what one server carried and what was simulated of machines. */
export function planMarkdown({ rows }: Capacity, { machines }: Answers): string {
  const perSecond = Math.max(...machines.map((row) => row.perSecond));
  const engines = [...Map.groupBy(rows, ({ engine }) => engine)].map(([engine, own]) => {
    const most = Math.max(...own.map((row) => middleOf(row.perSecond)));
    return [engine, whole(most), whole(Math.ceil(perSecond / most))];
  });
  const rented = machines.filter((row) => row.perSecond === perSecond);
  return [
    table(["engine", "one server carried", `servers for ${whole(perSecond)} jobs a second`], engines, [
      "one server carried",
      `servers for ${whole(perSecond)} jobs a second`,
    ]),
    `Beside them ${rented.map(({ machines: count, service }) => `${whole(count)} machines where a job takes ${seconds(service)}`).join(", ")}, with ${CORES} places each (simulated, above). ` +
      "Servers are counted as if each carried what one carried here, where it shared its cores with all other programs: on a machine of its own it carries more.",
  ].join("\n\n");
}
