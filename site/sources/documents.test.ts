import { describe, expect, it } from "vitest";
import { groupsIn } from "./documents.ts";

describe("the table of contents", () => {
  it("has what the README links to, under the heading where it does so first", () => {
    const readme =
      "# A\n\n[x](docs/x.md)\n\n## Copy\n\n[y](docs/y.md#part) [z](https://z.example)\n\n## Learn\n\n[y](docs/y.md) [w](docs/w)\n";
    expect([...groupsIn(readme)]).toEqual([
      ["docs/x.md", "A"],
      ["docs/y.md", "Copy"],
      ["docs/w", "Learn"],
    ]);
  });
});
