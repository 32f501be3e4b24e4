/** TypeScript of the items, made JavaScript: what goes, what stays, and how it is named. */
import { describe, expect, it } from "vitest";
import { closeByHand, toDeclaration, toJavaScript } from "../../packages/cli/build/javascript.ts";

const lines = (...all: string[]): string => `${all.join("\n")}\n`;

describe("of TypeScript", () => {
  it("types go, with what was said of them, and comments of code stay", () => {
    const text = lines(
      "/** What this file is. */",
      'import type { A } from "./a.ts"; // said of a type',
      'import { b } from "./b.ts"; // said of b',
      "",
      "/** Said of a type. */",
      "export type C = {",
      "  /** Said of its field. */",
      "  c: number;",
      "};",
      "",
      "// Said of what follows, after a blank line.",
      "",
      "/** Said of d. */",
      "export class D {",
      "  /** Said of e. */",
      "  readonly e: string;",
      "  // Said of an overload.",
      "  f(a: A): void;",
      "  f(a: unknown): void {}",
      "}",
    );
    expect(toJavaScript(text).replace(/[ ]+/g, " ")).toBe(
      lines(
        "/** What this file is. */",
        'import { b } from "./b.js"; // said of b',
        "",
        "",
        "// Said of what follows, after a blank line.",
        "",
        "/** Said of d. */",
        "export class D {",
        " /** Said of e. */",
        " e ;",
        " f(a ) {}",
        "}",
      ),
    );
  });

  it("names of its files end in .js, in imports, in new URL and in comments; other names stay", () => {
    const text = 'import "./tasks.worker.ts"; // see tasks.ts\nnew URL("./a.ts", base); read("b.tsv", ".ts");\n';
    expect(toJavaScript(text)).toBe(
      'import "./tasks.worker.js"; // see tasks.js\nnew URL("./a.js", base); read("b.tsv", ".ts");\n',
    );
  });

  it("await using becomes try and finally, to the end of its own block, one in the other", () => {
    const text = lines(
      "test(async () => {",
      "  await using a = open(",
      "    1,",
      "  );",
      "  use(a);",
      "  await using b = open(2);",
      "  use(b);",
      "});",
      "await using c = open(3);",
      "use(c);",
    );
    const wanted = lines(
      "test(async () => {",
      "  const a = open(",
      "    1,",
      "  );",
      "  try {",
      "  use(a);",
      "  const b = open(2);",
      "  try {",
      "  use(b);",
      "  } finally {",
      "    await b.close();",
      "  }",
      "  } finally {",
      "    await a.close();",
      "  }",
      "});",
      "const c = open(3);",
      "try {",
      "use(c);",
      "} finally {",
      "  await c.close();",
      "}",
    );
    expect(closeByHand(text).replace(/\n{2,}/g, "\n")).toBe(wanted);
  });

  it("the type of a pool's tasks stays, as a comment, and examples in comments are JavaScript", () => {
    const made = 'new ThreadPool<typeof import("./tasks.ts")>(make);';
    const example = lines("/**", " *", ` *     await using pool = ${made}`, " *     use(pool);", " */");
    const inJavaScript = lines(
      "/**",
      " *",
      " *     const pool = new ThreadPool(make);",
      " *     use(pool);",
      " *     await pool.close();",
      " */",
    );
    expect(toDeclaration(example)).toBe(inJavaScript);
    expect(toJavaScript(`${example}await using pool = ${made}\n`)).toContain(
      `${inJavaScript}/** @type {ThreadPool<typeof import("./tasks.js")>} */\nconst pool = `,
    );
  });
});
