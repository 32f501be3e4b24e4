import { describe, expect, it } from "vitest";
import type { Example } from "./discover.ts";
import { findExample } from "./find-example.ts";

const examples = ["node/async/gather", "node/async/load-tables", "node/threading/load-tables", "bun/async/gather"].map(
  (id): Example => {
    const [runtime = "", model = "", name = ""] = id.split("/");
    const header = { title: "", shows: "", useWhen: "", run: "", needs: "", programs: [], see: [], says: [] };
    return { id, runtime, model, name, path: "", ...header };
  },
);

describe("findExample()", () => {
  it("finds an example by its runtime and name, or with its model", () => {
    expect(findExample("bun/gather", examples).id).toBe("bun/async/gather");
    expect(findExample("node/threading/load-tables", examples).id).toBe("node/threading/load-tables");
  });

  it("names all that are meant", () => {
    expect(() => findExample("node/load-tables", examples)).toThrow(
      'Cannot run "node/load-tables": several models have that name: wanted one of node/async/load-tables, node/threading/load-tables',
    );
  });

  it("names the nearest first when there is none", () => {
    expect(() => findExample("node/gater", examples)).toThrow(
      'Cannot run "node/gater": no example has that name: did you mean node/gather,',
    );
    expect(() => findExample("node/thread/load-tables", examples)).toThrow("did you mean node/threading/load-tables,");
  });
});
