/** The cells of a report one after the other, for formats that know no workloads. */
import type { Report, Row } from "../analysis/report.ts";
import { cellName } from "../analysis/cell-name.ts";

export interface ExportedRow extends Row {
  /** E.g. `node/threading/sum-of-squares/large`; with `/workers` behind it where several cells would have that name. */
  name: string;
  workload: string;
  size: string;
}

export function exportedRows({ comparisons }: Report): ExportedRow[] {
  const rows = comparisons.flatMap(({ workload, size, rows }) => rows.map((row) => ({ ...row, workload, size })));
  const names = rows.map(cellName);
  return rows.map((row, index) => {
    const name = names[index]!;
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    return { ...row, name: isAlone ? name : `${name}/${row.workers}` };
  });
}
