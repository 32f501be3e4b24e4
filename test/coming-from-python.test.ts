/** The page for those who come from Python has each item of the tutorials, and what it says of programs holds in every runtime. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { discoverExamples } from "../scripts/examples/discover.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(`${root}/docs/coming-from-python.md`, "utf8");
const items = [...page.matchAll(/^\| (S\d+) \| (.*) \| ([^|]*) \|$/gm)].map(
  ([, name = "", about = "", where = ""]) => ({
    name,
    about,
    where,
    programs: [...where.matchAll(/\[([a-z]+\/[a-z-]+)\]\(/g)].map(([, program = ""]) => program),
  }),
);

/** `async/gather`: those that every runtime has, as another test sees to. */
const examples = discoverExamples(root, ["node"]).map(({ model, name }) => `${model}/${name}`);

describe("the items of the tutorials", () => {
  it("are all there, singly and in order", () => {
    expect(items.map(({ name }) => name)).toEqual(Array.from({ length: 65 }, (_, i) => `S${i + 1}`));
  });

  it.each(items)("$name is answered by a program, a measurement, a page or a correction", ({ about, where }) => {
    expect(where !== "" || about.includes("**Correction:** ")).toBe(true);
  });

  it.each(items.filter(({ about }) => /^[A-D, ]+: Programs?: /.test(about)))(
    "$name is a program, and a program answers it",
    ({ programs }) => {
      expect(programs).not.toEqual([]);
    },
  );

  it("are answered by programs that there are, and each link leads to the one it names", () => {
    expect(items.flatMap(({ programs }) => programs).filter((program) => !examples.includes(program))).toEqual([]);
    const odd = items.flatMap(({ where }) =>
      [...where.matchAll(/\[([a-z]+\/[a-z-]+)\]\(([^)]+)\)/g)].filter(
        ([, program, to]) => !to?.endsWith(`/${program}.ts`),
      ),
    );
    expect(odd.map(([link]) => link)).toEqual([]);
  });
});
