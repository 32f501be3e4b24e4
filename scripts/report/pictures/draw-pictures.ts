/** Every picture that a run has the data for, drawn; of the others, what is missing. */
import { CHARTS } from "../charts.ts";
import { drawSvg, type Svg } from "./draw-svg.ts";
import type { Absent, Material, Picture } from "./picture.ts";

export interface Drawn extends Omit<Picture, "panels"> {
  panels: { title: string; svg: Svg }[];
}

/** In reading order. */
export async function drawPictures(material: Material): Promise<(Drawn | Absent)[]> {
  const pictures: (Drawn | Absent)[] = [];
  for (const draw of CHARTS) {
    const picture = draw(material);
    pictures.push("absent" in picture ? picture : await drawn(picture));
  }
  return pictures;
}

export const isDrawn = (picture: Drawn | Absent): picture is Drawn => "panels" in picture;

export async function drawn(picture: Picture): Promise<Drawn> {
  const panels: Drawn["panels"] = [];
  // One after the other: the numbers in Vega's ids are counted for the whole process.
  for (const [index, { title, spec }] of picture.panels.entries()) {
    panels.push({ title, svg: await drawSvg(spec, `${picture.name}-${index + 1}`) });
  }
  return { ...picture, panels };
}
