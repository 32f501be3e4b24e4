/** The report as data, for programs. Base units, nothing rounded. */
import type { Report } from "../../analysis/report.ts";
import { json } from "../../printable.ts";

export const file = "report.json";

export function render(report: Report): string {
  return json(report);
}
