/** Every link of a page to a file of the repository leads somewhere, and so does its anchor. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const PAGES = globSync(["*.md", "docs/**/*.md", "packages/*/*.md"], { cwd: root });

/** Without what is shown as code. */
const proseOf = (text: string): string => text.replace(/^```[^]*?^```/gm, "").replace(/`[^`\n]*`/g, "");

/** As GitHub makes them of headings, and those that a page sets itself. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.replace(/^```[^]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/ /g, "-"),
  );
  return new Set([...headings, ...[...text.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id)]);
}

/** Targets of a page's links that lead nowhere. */
function broken(page: string, text: string): string[] {
  const targets = [...proseOf(text).matchAll(/\]\(<?([^)>\s]+)>?\)/g)].map(([, target = ""]) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = "", anchor] = target.split("#");
      const path = file === "" ? page : join(dirname(page), decodeURIComponent(file));
      if (!existsSync(join(root, path))) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(join(root, path), "utf8")).has(anchor);
    });
}

describe("links", () => {
  it.each(PAGES)("of %s lead somewhere", (page) => {
    expect(broken(page, readFileSync(join(root, page), "utf8"))).toEqual([]);
  });

  it("that lead nowhere are seen", () => {
    const text =
      "[a](no.md) [b](CONTRIBUTING.md#nothing) [c](CONTRIBUTING.md#i-want-to-add-a-workload) `[d](x.md)` [e](https://x.y)";
    expect(broken("README.md", text)).toEqual(["no.md", "CONTRIBUTING.md#nothing"]);
  });
});
