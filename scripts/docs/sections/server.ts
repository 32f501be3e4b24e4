/** The load test kept in the repository: its picture, and its table. */
import { join, posix } from "node:path";
import { type ServerReport, serverReport } from "@triathlon/core/results/server-report";
import { PUBLISHED } from "../../files/publish-run.ts";
import { readDocument } from "../../read-document.ts";
import { serverLoad } from "../../report/charts/server-load.ts";
import { serverText } from "../../studies/server/server-markdown.ts";
import type { DocumentPlace } from "../section.ts";

const SOURCE = `${PUBLISHED}/server.json`;

/** @throws {UsageError} when there is no load test in the repository, or it has another shape than they have now */
export function readPublished(root: string): ServerReport {
  return readDocument(join(root, SOURCE), serverReport, {
    wanted: "a load test",
    hint: "run `pnpm bench:server --publish`",
  });
}

/** @throws {UsageError} as `readPublished` */
export function generate({ root, document }: DocumentPlace): string {
  const report = readPublished(root);
  const picture = serverLoad(report);
  const file = posix.relative(posix.dirname(document), `${PUBLISHED}/server.svg`);
  const shown = "absent" in picture ? [] : [`![${picture.title}](${file})`, picture.sentence, picture.howToRead];
  return [...shown, serverText(report)].join("\n\n");
}
