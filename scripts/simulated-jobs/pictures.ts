/** The simulated jobs as pictures. */
import { percentText, secondsScale, significant, whole, withUnit } from "../analysis/numbers.ts";
import { logAxis, logDomain, SECONDS_LABEL } from "../report/charts/support/axes.ts";
import { panelsBy, type PanelSpec, type Picture } from "../report/pictures/picture.ts";
import { seriesScales } from "../report/pictures/theme.ts";
import { type Answers, CORES, CRASHING, LONG, STRAGGLING } from "./answers.ts";

/** Of each question, by the name of its file. */
export const PICTURES: Readonly<Record<string, (answers: Answers) => Picture>> = { lease, retries, hedging, machines };

const seconds = (value: number): string => withUnit(value, secondsScale);
const PERCENT_LABEL = "format(datum.value * 100, '~g') + ' %'";
const COUNT_LABEL = "format(datum.value, ',')";

function lease({ lease: rows }: Answers): Picture {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const x = logAxis(logDomain(rows.map((row) => row.lease)), SECONDS_LABEL, "lease");
  return {
    name: "lease",
    title: "How long a lease?",
    sentence:
      `With a lease of ${seconds(first.lease)}, ${percentText(first.againShare)} of jobs begin a second time, and 99 of 100 have their result within ` +
      `${seconds(first.p99)}; with one of ${seconds(last.lease)} it is ${percentText(last.againShare)}, and ${seconds(last.p99)}.`,
    howToRead:
      `Simulated: ${whole(LONG.jobs)} jobs of ${LONG.service.median} s in the middle, for ${LONG.workers} workers at a load of ${percentText(LONG.load)}; each worker is lost ` +
      `once in ten minutes and held up once in ten minutes, for ${LONG.stalls.seconds} s. A job whose worker is lost waits for its lease; a worker that is held up for longer ` +
      "than two thirds of a lease may have its job run twice.",
    panels: [
      {
        title: "99th percentile of results",
        spec: line(rows, "lease", "p99", x, logAxis(logDomain(rows.map(({ p99 }) => p99)), SECONDS_LABEL, null)),
      },
      {
        title: "jobs that began a second time",
        spec: line(
          rows,
          "lease",
          "againShare",
          x,
          logAxis(logDomain(rows.map(({ againShare }) => againShare)), PERCENT_LABEL, null),
        ),
      },
    ],
    table: {
      header: ["lease", "99th percentile", "began a second time"],
      right: ["lease", "99th percentile", "began a second time"],
      rows: rows.map((row) => [seconds(row.lease), seconds(row.p99), percentText(row.againShare)]),
    },
  };
}

function retries({ retries: rows }: Answers): Picture {
  const values = rows
    .filter(({ deadLetters }) => deadLetters > 0)
    .map(({ crashes, retries: tried, jobs, deadLetters }) => ({
      series: `${percentText(crashes)} of runs`,
      retries: tried,
      dead: deadLetters / jobs,
    }));
  const crashes = [...new Set(rows.map((row) => row.crashes))];
  const most = Math.max(...rows.map((row) => row.retries));
  const cell = (share: number, tried: number): string => {
    const found = rows.find((row) => row.crashes === share && row.retries === tried);
    return found ? whole(found.deadLetters) : "–";
  };
  return {
    name: "retries",
    title: "How many retries?",
    sentence:
      "Each retry divides what is given up by the chance that a run fails, where runs fail by chance; where a job fails each time, none helps.",
    howToRead:
      `Simulated: ${whole(CRASHING.jobs)} jobs for each mark, of whose runs a share ends with the local worker's death, whichever job it is. Where a mark is missing, ` +
      "none was given up.",
    panels: [
      {
        title: "",
        spec: line(
          values,
          "retries",
          "dead",
          {
            type: "quantitative",
            scale: { domain: [-0.3, most + 0.3], nice: false },
            axis: { title: "retries", values: Array.from({ length: most + 1 }, (_, i) => i), grid: false },
          },
          logAxis(logDomain(values.map(({ dead }) => dead)), PERCENT_LABEL, "given up"),
        ),
      },
    ],
    table: {
      header: ["retries", ...crashes.map((share) => `${percentText(share)} of runs fail`)],
      right: ["retries", ...crashes.map((share) => `${percentText(share)} of runs fail`)],
      rows: Array.from({ length: most + 1 }, (_, tried) => [
        String(tried),
        ...crashes.map((share) => `${cell(share, tried)} of ${whole(CRASHING.jobs)}`),
      ]),
    },
  };
}

function hedging({ hedging: rows }: Answers): Picture {
  const values = rows.filter(({ keepsUp }) => keepsUp).map((row) => ({ ...row, series: row.way }));
  const [ways, faults, loads] = (["way", "fault", "load"] as const).map((field) => [
    ...new Set(rows.map((row) => row[field])),
  ]) as [string[], string[], number[]];
  const [alone] = ways;
  const at = (fault: string, way: string | undefined, load: number) =>
    rows.find((row) => row.fault === fault && row.way === way && row.load === load)!;
  const clauses = faults.flatMap((fault) =>
    ways.slice(1).map((way) => {
      const gain = (load: number): number => at(fault, alone, load).p99 / at(fault, way, load).p99;
      const helps = loads.filter((load) => at(fault, way, load).keepsUp && gain(load) > 1.1);
      const where = helps.length === 0 ? "at no load" : `up to a load of ${percentText(helps.at(-1)!)}`;
      return `${fault}, ${way}: ${where}`;
    }),
  );
  const onY = logAxis(logDomain(values.map(({ p99 }) => p99)), SECONDS_LABEL, "99th percentile");
  return {
    name: "hedging",
    title: "When does a second worker for the same job help?",
    sentence: `It shortens the 99th percentile by a tenth or more: ${clauses.join("; ")}.`,
    howToRead:
      `Simulated: ${whole(STRAGGLING.jobs)} jobs for each mark, for ${STRAGGLING.workers} workers. Two of 100 take ten times as long: of slow runs another run of the same job is not slow, ` +
      "of slow jobs each is. The load is that of one worker for each job. The first result counts, and whoever still does the job is told to stop. Where a mark is missing, jobs " +
      "wait longer and longer.",
    panels: panelsBy(
      values,
      ({ fault }) => fault,
      (own) =>
        line(
          own,
          "load",
          "p99",
          {
            type: "quantitative",
            scale: { domain: [0.15, 0.95], nice: false },
            axis: { title: "load", values: loads, labelExpr: PERCENT_LABEL, grid: false },
          },
          onY,
        ),
    ),
    table: {
      header: ["what is slow", "load", ...ways.flatMap((way) => [way, `${way}: busy`])],
      right: ["load", ...ways.flatMap((way) => [way, `${way}: busy`])],
      rows: faults.flatMap((fault) =>
        loads.map((load) => [
          fault,
          percentText(load),
          ...ways.flatMap((way) => {
            const { keepsUp, p99, utilisation } = at(fault, way, load);
            return keepsUp ? [seconds(p99), percentText(utilisation)] : ["does not keep up", "–"];
          }),
        ]),
      ),
    },
  };
}

function machines({ machines: rows }: Answers): Picture {
  const values = rows.map(({ perSecond, service, machines: count }) => ({
    series: `jobs of ${seconds(service)}`,
    perSecond,
    count,
  }));
  const services = [...new Set(rows.map(({ service }) => service))];
  const rates = [...new Set(rows.map(({ perSecond }) => perSecond))];
  const most = rows.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  const columns = services.map((service) => `jobs of ${seconds(service)}`);
  return {
    name: "machines",
    title: "How many machines for so many jobs a second?",
    sentence: `For ${whole(most.perSecond)} jobs a second it takes ${rows
      .filter(({ perSecond }) => perSecond === most.perSecond)
      .map(({ machines: count, service }) => `${whole(count)} machines where a job takes ${seconds(service)}`)
      .join(", ")}.`,
    howToRead:
      `Simulated: jobs that come at random moments, of lengths that vary as much as they take (exponential), on machines with ${CORES} places each; so few machines that 99 of 100 ` +
      "jobs wait no longer than a job takes. The engine is taken to be no limit: see what one carries.",
    panels: [
      {
        title: "",
        spec: line(
          values,
          "perSecond",
          "count",
          logAxis(logDomain(rates), COUNT_LABEL, "jobs a second"),
          logAxis(logDomain(values.map(({ count }) => count)), COUNT_LABEL, "machines"),
        ),
      },
    ],
    table: {
      header: ["jobs a second", ...columns, ...columns.map((column) => `busy, ${column}`)],
      right: ["jobs a second", ...columns, ...columns.map((column) => `busy, ${column}`)],
      rows: rates.map((rate) => {
        const own = services.map((service) => rows.find((row) => row.perSecond === rate && row.service === service)!);
        return [
          whole(rate),
          ...own.map(({ machines: count }) => whole(count)),
          ...own.map(({ utilisation }) => `${significant(utilisation * 100, 2)} %`),
        ];
      }),
    },
  };
}

/** Marks joined by lines, one line for each value of the field `series`, if there is one. */
function line(
  rows: readonly object[],
  x: string,
  y: string,
  onX: ReturnType<typeof logAxis> | object,
  onY: ReturnType<typeof logAxis>,
): PanelSpec {
  const series = rows.flatMap((row) => ("series" in row ? [String(row.series)] : []));
  const { color, shape } = seriesScales("series", series);
  const isOne = series.length === 0;
  const encoding = { x: { field: x, ...onX }, y: { field: y, ...onY } };
  return {
    width: 240,
    height: 200,
    data: { values: [...rows] },
    layer: [
      {
        mark: { type: "line", strokeWidth: 1.5, ...(isOne && { color: "var(--series-1)" }) },
        encoding: { ...encoding, ...(!isOne && { color: { ...color, legend: { columns: 1 } } }) },
      },
      {
        mark: { type: "point", size: 45, ...(isOne && { color: "var(--series-1)" }) },
        encoding: {
          ...encoding,
          ...(!isOne && { color: { ...color, legend: { columns: 1 } }, shape: { ...shape, legend: { columns: 1 } } }),
        },
      },
    ],
  };
}
