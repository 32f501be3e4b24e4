import { describe, expect, it } from "vitest";
import { notes } from "./notes.ts";

const textOf = (html: string): string[] =>
  [...html.matchAll(/<div class="note">([^]*?)<\/div><pre tabindex="0"><code>([^]*?)<\/code>/g)].map(
    ([, note, code]) => `${note} | ${code!.replace(/<[^>]+>/g, "")}`,
  );

describe("a program with its comments beside it", () => {
  it("begins a part where a comment has lines of its own", () => {
    const program = "const a = 1;\n\n// Then\n// the next.\nconst b = 2; // same line\n";
    expect(textOf(notes(program, "ts"))).toEqual([" | const a = 1;", "Then the next. | const b = 2; // same line"]);
  });

  it("keeps a comment inside of something with the lines around it", () => {
    const program = "function f() {\n  // inside\n  g();\n}\n";
    expect(textOf(notes(program, "ts"))).toEqual([" | function f() {\n  // inside\n  g();\n}"]);
  });

  it("shows what a comment marks as code", () => {
    expect(notes("// Calls `f`.\nf();\n", "ts")).toContain("Calls <code>f</code>.");
  });
});
