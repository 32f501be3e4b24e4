import { expect, test } from "vitest";
import { fillSections } from "./fill-sections.ts";

const fill = (text: string) => fillSections(text, "README.md", ["one", "two"], async (name) => `made by ${name}`);

test("what stands between markers is replaced, and nothing else", async () => {
  const text =
    "before\n<!-- generated:one -->\nold\n<!-- /generated:one -->\nbetween\n<!-- generated:two --><!-- /generated:two -->\nend";
  expect(await fill(text)).toBe(
    "before\n<!-- generated:one -->\n\nmade by one\n\n<!-- /generated:one -->\nbetween\n<!-- generated:two -->\n\nmade by two\n\n<!-- /generated:two -->\nend",
  );
});

test("filling what is filled changes nothing", async () => {
  const once = await fill("<!-- generated:one -->\n<!-- /generated:one -->\n");
  expect(await fill(once)).toBe(once);
});

test("a document may speak of a marker within a line", async () => {
  const text = "Write `<!-- generated:nothing -->` above it.";
  expect(await fill(text)).toBe(text);
});

test("an unknown section is refused, naming those there are", async () => {
  await expect(fill("<!-- generated:three -->")).rejects.toThrow(
    'Cannot fill the section "three" of "README.md": wanted one of one, two',
  );
});

test("a marker that is not closed is refused", async () => {
  await expect(fill("<!-- generated:one -->\n")).rejects.toThrow('wanted "<!-- /generated:one -->", found none');
});

test("what stands behind the name is handed over", async () => {
  const text = "<!-- generated:one src/a.ts#sum -->\n<!-- /generated:one -->\n";
  const filled = await fillSections(text, "README.md", ["one"], async (name, argument) => `${name} of ${argument}`);
  expect(filled).toBe("<!-- generated:one src/a.ts#sum -->\n\none of src/a.ts#sum\n\n<!-- /generated:one -->\n");
});
