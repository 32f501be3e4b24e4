/** The published run as a page of its own, with all pictures, and the page that leads to it and to the other reports. */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, posix, relative } from "node:path";
import { PUBLISHED } from "../../scripts/files/publish-run.ts";
import { BENCH } from "../../scripts/report/publish-report.ts";
import { writeReport } from "../../scripts/report/write-report.ts";
import { type Page, titleOf } from "../page.ts";

const HOME = posix.join(PUBLISHED, BENCH.name);

/** Draws the published run anew from its samples. @returns the page that shows its pictures, and the files that were written */
export async function reports(root: string, out: string): Promise<{ page: Page; made: string[] }> {
  const run = mkdtempSync(join(tmpdir(), "triathlon-site-"));
  try {
    cpSync(join(root, HOME), run, { recursive: true });
    const written = await writeReport(run, { experiments: join(root, PUBLISHED) });
    const files = written.files
      .map((path) => relative(run, path).replaceAll("\\", "/"))
      .filter((path) => path === "report.html" || path.endsWith(".svg"));
    for (const file of files) cpSync(join(run, file), join(out, HOME, file));
    return { page: overview(root, run, files), made: files.map((file) => posix.join(HOME, file)) };
  } finally {
    rmSync(run, { recursive: true, force: true });
  }
}

function overview(root: string, run: string, files: readonly string[]): Page {
  const source = posix.join(PUBLISHED, "README.md");
  const published = globSync("*.md", { cwd: join(root, PUBLISHED) }).sort();
  const links = published.map((file) => {
    const markdown = readFileSync(join(root, PUBLISHED, file), "utf8");
    return `- [${titleOf(markdown)}](${file})`;
  });
  const pictures = files
    .filter((file) => file.endsWith(".svg"))
    .map((file) => {
      const title = /<title>([^<]*)<\/title>/.exec(readFileSync(join(run, file), "utf8"))?.[1] ?? basename(file);
      const path = `${BENCH.name}/${file}`;
      return `## ${title}\n\n[![${title}](${path})](${path})`;
    });
  const title = "Reports and studies";
  const markdown = [
    `# ${title}`,
    `${links.join("\n")}\n- [The run of the bench as one page](${BENCH.name}/report.html): every picture as a table too, every cell, and the lanes moment by moment`,
    ...pictures,
  ].join("\n\n");
  return { source, title, about: "", markdown: `${markdown}\n`, group: "Measure" };
}
