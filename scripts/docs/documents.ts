/** The Markdown files in which sections may stand. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Report } from "../analysis/report.ts";
import { PUBLISHED as SIMULATED } from "../simulated-jobs/answers.ts";
import { PICTURES } from "../simulated-jobs/pictures.ts";
import { pictureFile, pictureOf as pictureOfJobs, readAnswers } from "../simulated-jobs/published.ts";
import { claimsPicture, markdownOf as markdownOfClaims } from "../studies/experiments/claims/write-claims-report.ts";
import { experimentsMarkdown } from "../studies/experiments/experiments-markdown.ts";
import { jobsMarkdown } from "../studies/jobs/jobs-markdown.ts";
import { poolsMarkdown } from "../studies/pools/pools-markdown.ts";
import { markdownOf, serverPicture } from "../studies/server/write-server-report.ts";
import { draw } from "../report/charts/overview.ts";
import { render } from "../report/formats/markdown.ts";
import { drawTree } from "./decision-tree/draw-tree.ts";
import { readPublished as readClaims } from "./sections/claims.ts";
import { PICTURE } from "./sections/decision-tree.ts";
import { readPublished as readExperiments } from "./sections/experiments.ts";
import { readPublished as readJobs } from "./sections/jobs.ts";
import { readPublished as readPools } from "./sections/pools.ts";
import { readPublished as readServers } from "./sections/server.ts";
import { PUBLISHED } from "../files/publish-run.ts";
import { readReport } from "../report/publish-report.ts";
import { fillSections } from "./fill-sections.ts";
import { loadSection, sectionNames } from "./section.ts";

export interface FilledDocument {
  /** From the root, with `/`. */
  document: string;
  current: string;
  wanted: string;
}

/**
 * Every Markdown file of the root, of `docs/` and of the packages, what is made of the data in `docs/results/`, and the pictures, as they are
 * and as their sources say they should be.
 */
export async function filledDocuments(root: string): Promise<FilledDocument[]> {
  const documents = globSync(["*.md", "docs/**/*.md", "packages/*/*.md"], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("docs/results/"))
    .sort();
  const filled = await Promise.all(
    documents.map(async (document) => {
      const current = readFileSync(join(root, document), "utf8");
      const generate = async (name: string, argument: string, current: string) =>
        (await loadSection(name)).generate({ root, document, argument }, current);
      return { document, current, wanted: await fillSections(current, document, sectionNames(), generate) };
    }),
  );
  return [...filled, ...(await wholeDocuments(root))];
}

/** Those that are made whole; none where what they are made of is not there. */
async function wholeDocuments(root: string): Promise<FilledDocument[]> {
  const documents: FilledDocument[] = [];
  for (const { from, document, make } of [...benchesIn(root), ...MADE]) {
    if (!existsSync(join(root, from))) continue;
    const path = join(root, document);
    const current = existsSync(path) ? readFileSync(path, "utf8") : "";
    documents.push({ document, current, wanted: await make(root) });
  }
  return documents;
}

const published = (name: string): string => `${PUBLISHED}/${name}`;

interface Made {
  from: string;
  document: string;
  make: (root: string) => string | Promise<string>;
}

/** Of the run of all pages, and of each that has a folder of its own. */
const benchesIn = (root: string): Made[] =>
  globSync([published("report.json"), published("*/report.json")], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .flatMap((from) => [
      { from, document: posix.join(from, "../report.md"), make: () => render(readReport(join(root, from))) },
      { from, document: posix.join(from, "../overview.svg"), make: () => pictureOf(readReport(join(root, from))) },
    ]);

const MADE: readonly Made[] = [
  {
    from: published("experiments.json"),
    document: published("experiments.md"),
    make: (root) => experimentsMarkdown(readExperiments(root)),
  },
  { from: published("pools.json"), document: published("pools.md"), make: (root) => poolsMarkdown(readPools(root)) },
  { from: "docs/which-model.md", document: PICTURE, make: drawTree },
  { from: published("server.json"), document: published("server.md"), make: (root) => markdownOf(readServers(root)) },
  {
    from: published("server.json"),
    document: published("server.svg"),
    make: async (root) => (await serverPicture(readServers(root))) ?? "",
  },
  {
    from: published("claims.json"),
    document: published("claims.md"),
    make: (root) => markdownOfClaims(readClaims(root)),
  },
  {
    from: published("claims.json"),
    document: published("claims.svg"),
    make: async (root) => (await claimsPicture(readClaims(root))) ?? "",
  },
  { from: published("jobs.json"), document: published("jobs.md"), make: (root) => jobsMarkdown(readJobs(root)!) },
  ...Object.keys(PICTURES).map((name) => ({
    from: SIMULATED.file,
    document: pictureFile(name),
    make: (root: string) => pictureOfJobs(name, readAnswers(root)),
  })),
];

async function pictureOf(report: Report): Promise<string> {
  const picture = draw({ report, lanes: [], experiments: null });
  if ("absent" in picture) return "";
  // Loaded where something is drawn: the library takes its time.
  const [{ drawn }, { svgFile }] = await Promise.all([
    import("../report/pictures/draw-pictures.ts"),
    import("../report/pictures/svg-file.ts"),
  ]);
  return svgFile(await drawn(picture));
}
