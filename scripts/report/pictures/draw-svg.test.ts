import { expect, test } from "vitest";
import { drawSvg } from "./draw-svg.ts";
import type { PanelSpec } from "./picture.ts";

const spec: PanelSpec = {
  width: 100,
  height: 50,
  data: { values: [{ x: 0.12345, label: "0.12345 of 0.001×" }] },
  layer: [
    { mark: { type: "point", clip: true }, encoding: { x: { field: "x", type: "quantitative" } } },
    { mark: "text", encoding: { text: { field: "label" }, x: { field: "x", type: "quantitative" } } },
  ],
};

test("the same panel gives the same bytes, also after others were drawn", async () => {
  const first = await drawSvg(spec, "one");
  await drawSvg({ ...spec, width: 200 }, "other");
  expect(await drawSvg(spec, "one")).toEqual(first);
});

test("ids are the panel's own, and what refers to them follows", async () => {
  const { content } = await drawSvg(spec, "one");
  const ids = [...content.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) expect(content).toContain(`url(#${id})`);
  const other = await drawSvg(spec, "two");
  for (const id of ids) expect(other.content).not.toContain(`"${id}"`);
});

test("places are rounded, what is written is not", async () => {
  const { content } = await drawSvg(spec, "one");
  expect(content).toContain(">0.12345 of 0.001×</text>");
  expect(content.match(/="[^"]*\d\.\d{2}/)).toBeNull();
});
