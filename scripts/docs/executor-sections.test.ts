import { expect, test } from "vitest";
import { REPOSITORY } from "../repository.ts";
import { generate as capabilities } from "./sections/capabilities.ts";
import { generate as files, linesOfCode } from "./sections/executor-files.ts";

const place = { root: REPOSITORY, document: "docs/executor.md", argument: "" };

test("neither comments nor empty lines are lines of code", () => {
  expect(linesOfCode("/**\n * What it is.\n */\nconst a = 1; // one\n\n// two\nconst b = 2;\n")).toBe(2);
});

test("a pool's own files are listed apart from those that plug in", () => {
  const [own = "", , plugged = ""] = files(place).split(/^Calls in flight.*$|^Only where it is used:$/m);
  expect(own).toContain("`scheduler.ts`");
  expect(own).not.toContain("`statistics.ts`");
  expect(plugged).toContain("`statistics.ts`");
  expect(plugged).not.toContain("`scheduler.ts`");
});

test("every capability stands in the table, with what it means and all three runtimes", () => {
  expect(capabilities(place)).toMatch(
    /^\| `hardTimeout` \| .+ \| yes \/ no \/ yes \| yes \/ yes \/ yes \| no \/ no \/ no \|$/m,
  );
});
