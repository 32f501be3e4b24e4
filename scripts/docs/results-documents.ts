/** The documents below `docs/results/` that are made whole of the data beside them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { experimentsMarkdown } from "../studies/experiments/experiments-markdown.ts";
import { poolsMarkdown } from "../studies/pools/pools-markdown.ts";
import { draw } from "../report/charts/overview.ts";
import { render } from "../report/formats/markdown.ts";
import { PUBLISHED_RESULTS } from "../report/publish-report.ts";
import { readReport } from "../report/read-report.ts";
import type { FilledDocument } from "./documents.ts";
import { readPublished as readExperiments } from "./sections/experiments.ts";
import { readPublished as readPools } from "./sections/pools.ts";

/** Each as it is and as its data say it should be; none where the data are not there. */
export async function resultsDocuments(root: string): Promise<FilledDocument[]> {
  const documents: FilledDocument[] = [];
  for (const { data, name, make } of MADE) {
    if (!existsSync(join(root, PUBLISHED_RESULTS, data))) continue;
    const document = `${PUBLISHED_RESULTS}/${name}`;
    const path = join(root, document);
    const current = existsSync(path) ? readFileSync(path, "utf8") : "";
    documents.push({ document, current, wanted: await make(root) });
  }
  return documents;
}

const readBench = (root: string) => readReport(join(root, PUBLISHED_RESULTS, "report.json"));

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
