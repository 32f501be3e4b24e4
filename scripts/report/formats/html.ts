/** The report as one page, complete in itself: no network, no script needed, light and dark. */
import type { Report } from "../../analysis/report.ts";
import { page } from "../page/layout.ts";
import type { Drawn } from "../pictures/draw-pictures.ts";
import type { Absent } from "../pictures/picture.ts";

export const file = "report.html";

export function render(report: Report, pictures: readonly (Drawn | Absent)[]): string {
  return page(report, pictures);
}
