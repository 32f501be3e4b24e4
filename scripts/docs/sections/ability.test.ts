import { expect, test } from "vitest";
import { REPOSITORY } from "../../repository.ts";
import { generate } from "./ability.ts";

const place = { root: REPOSITORY, document: "docs/abilities/priority.md" };

test("how an ability is copied is said, its lines are counted, and the others are named", () => {
  const [copied = "", weight = "", tried = ""] = generate({ ...place, argument: "priority" }).split("\n");
  expect(copied).toContain("`triathlon add priority --to thread-pool`");
  expect(weight).toMatch(
    /\[`priority\.ts`\]\(\.\.\/\.\.\/packages\/core\/src\/abilities\/priority\.ts\), of \*\*\d+ lines\*\*/,
  );
  expect(tried).toContain("`affinity`");
  expect(tried).not.toContain("`priority`");
});

test("an ability that does not exist is refused, naming those there are", () => {
  expect(() => generate({ ...place, argument: "haste" })).toThrow(/wanted one of affinity, .*found "haste"/);
});
