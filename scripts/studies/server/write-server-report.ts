/** Computes the report of a load test from its journal, and writes it beside it, with its picture. */
import { join } from "node:path";
import type { ServerRecord } from "@triathlon/core/results/server";
import { type ServerReport, serverReport } from "@triathlon/core/results/server-report";
import { findJournal, onlyOnce, readJournal } from "../../files/journal.ts";
import { writeFile } from "../../files/write-files.ts";
import { checkReport } from "../../read-document.ts";
import { serverLoad } from "../../report/charts/server-load.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { type StudyReport, writeBoth, type WrittenStudyReport } from "../../study/command.ts";
import { UsageError } from "../../usage-error.ts";
import { analyseServers, nameOfServer } from "./analyse-server.ts";
import { cautions, serverMarkdown, serverText } from "./server-markdown.ts";
import { SERVERS } from "./server-study.ts";

export const SERVER_REPORT: StudyReport = {
  write: writeServerReport,
  published: {
    name: "server",
    report: ["server.json", "server.md", "server.svg"],
    documents: ["environment.json"],
    journals: [SERVERS.file],
  },
};

/** The same records give the same bytes. @throws {UsageError} when the folder holds no load test */
export async function writeServerReport(folder: string): Promise<WrittenStudyReport> {
  const report = checkReport(folder, serverReport, analyseServers(readRecords(folder), readEnvironment(folder)));
  const picture = await serverPicture(report);
  if (picture !== null) writeFile(join(folder, "server.svg"), picture);
  const files = writeBoth(folder, "server", report, markdownOf(report));
  const svg = picture === null ? [] : [join(folder, "server.svg")];
  return { terminal: `${serverText(report)}\n`, files: [...svg, ...files], unfit: cautions(report) };
}

/** `server.md`. */
export function markdownOf(report: ServerReport): string {
  const picture = serverLoad(report);
  return serverMarkdown(report, "absent" in picture ? null : { file: "server.svg", title: picture.title });
}

/** `server.svg`; null where nothing was completed. */
export async function serverPicture(report: ServerReport): Promise<string | null> {
  const picture = serverLoad(report);
  if ("absent" in picture) return null;
  // Loaded where something is drawn: the library takes its time.
  const [{ drawn }, { svgFile }] = await Promise.all([
    import("../../report/pictures/draw-pictures.ts"),
    import("../../report/pictures/svg-file.ts"),
  ]);
  return svgFile(await drawn(picture));
}

function readRecords(folder: string): ServerRecord[] {
  if (findJournal(folder, SERVERS) === undefined) {
    throw new UsageError(
      `Cannot report "${folder}": wanted a load test, found no "${SERVERS.file}" in it: make one with \`pnpm bench:server\``,
    );
  }
  const isRepeated = onlyOnce<ServerRecord>((record) => `${nameOfServer(record)}, block ${record.block}`);
  let runId: string | undefined;
  const refuse = (record: ServerRecord): string | null => {
    runId ??= record.runId;
    if (record.runId === runId) return isRepeated(record);
    return `wanted a record of run "${runId}", found one of run "${record.runId}"`;
  };
  const records = [...readJournal(folder, SERVERS, refuse)];
  if (records.length > 0) return records;
  throw new UsageError(`Cannot report "${folder}": wanted records in "${SERVERS.file}", found none`);
}
