/** The Markdown files in which sections may stand. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { experimentsMarkdown } from "../studies/experiments/experiments-markdown.ts";
import { poolsMarkdown } from "../studies/pools/pools-markdown.ts";
import { draw } from "../report/charts/overview.ts";
import { render } from "../report/formats/markdown.ts";
import { readPublished as readExperiments } from "./sections/experiments.ts";
import { readPublished as readPools } from "./sections/pools.ts";
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
 * Every Markdown file of the root, of `docs/` and of the packages, and what is made of the data in `docs/results/`, as it is and as its
 * sources say it should be.
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
  return [...filled, ...(await resultsDocuments(root))];
}

/** Those below `docs/results/`, which are made whole of the data beside them; none where the data are not there. */
async function resultsDocuments(root: string): Promise<FilledDocument[]> {
  const documents: FilledDocument[] = [];
  for (const { data, name, make } of MADE) {
    if (!existsSync(join(root, PUBLISHED, data))) continue;
    const document = `${PUBLISHED}/${name}`;
    const path = join(root, document);
    const current = existsSync(path) ? readFileSync(path, "utf8") : "";
    documents.push({ document, current, wanted: await make(root) });
  }
  return documents;
}

const readBench = (root: string) => readReport(join(root, PUBLISHED, "report.json"));

const MADE: readonly { data: string; name: string; make: (root: string) => string | Promise<string> }[] = [
  { data: "report.json", name: "report.md", make: (root) => render(readBench(root)) },
  { data: "report.json", name: "overview.svg", make: pictureOf },
  { data: "experiments.json", name: "experiments.md", make: (root) => experimentsMarkdown(readExperiments(root)) },
  { data: "pools.json", name: "pools.md", make: (root) => poolsMarkdown(readPools(root)) },
];

async function pictureOf(root: string): Promise<string> {
  const picture = draw({ report: readBench(root), lanes: [], experiments: null });
  if ("absent" in picture) return "";
  // Loaded where something is drawn: the library takes its time.
  const [{ drawn }, { svgFile }] = await Promise.all([
    import("../report/pictures/draw-pictures.ts"),
    import("../report/pictures/svg-file.ts"),
  ]);
  return svgFile(await drawn(picture));
}
