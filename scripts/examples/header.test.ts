import { describe, expect, it } from "vitest";
import { parseHeader } from "./header.ts";

const lines = [
  "Load three tables",
  "at the same time.",
  "",
  "Shows: waits overlap.",
  "Use when: the work waits: for a network,",
  "  a disk, a timer.",
  "Not when: it computes.",
  "Run: deno run --allow-env=UNIT_MS src/async/load-tables.ts",
  "Needs: Deno 2.9",
  "See: https://example.org/timers https://example.org/promises",
];
const comment = (text: readonly string[]): string => `/**\n${text.map((line) => ` * ${line}\n`).join("")} */\nrun();\n`;
const without = (field: string): string => comment(lines.filter((line) => !line.startsWith(field)));

describe("parseHeader()", () => {
  it("reads every field, also over several lines", () => {
    expect(parseHeader(comment(lines), "a.ts", "deno")).toEqual({
      title: "Load three tables at the same time.",
      shows: "waits overlap.",
      useWhen: "the work waits: for a network, a disk, a timer.",
      notWhen: "it computes.",
      run: "deno run --allow-env=UNIT_MS src/async/load-tables.ts",
      needs: "Deno 2.9",
      programs: [],
      see: ["https://example.org/timers", "https://example.org/promises"],
    });
  });

  it("reads a header that says how a copy's own test is run as one that does not", () => {
    const tested = lines.flatMap((line) => (line.startsWith("Needs") ? ["Test: deno test a.test.ts", line] : [line]));
    expect(parseHeader(comment(tested), "a.ts", "deno")).toEqual(parseHeader(comment(lines), "a.ts", "deno"));
  });

  it("reads of what is the same in all runtimes the command and the version of one", () => {
    const same = comment(lines)
      .replace("Needs: Deno 2.9", "Run: bun src/async/load-tables.ts\n * Needs: Node 22.18, Deno 2.9, Bun 1.4")
      .replace("Run: deno", "Run: node src/async/load-tables.ts\n * Run: deno");
    expect(parseHeader(same, "a.ts", "deno")).toEqual(parseHeader(comment(lines), "a.ts", "deno"));
    expect(parseHeader(same, "a.ts", "bun")).toMatchObject({ run: "bun src/async/load-tables.ts", needs: "Bun 1.4" });
  });

  it("says that the command or the version of a runtime is missing", () => {
    expect(() => parseHeader(comment(lines), "a.ts", "bun")).toThrow('wanted "Run: bun …": found "Run: deno run');
    const run = comment(lines).replace("Run: deno run", "Run: bun");
    expect(() => parseHeader(run, "a.ts", "bun")).toThrow('wanted "Needs:" to say a version of bun: found "Deno 2.9"');
  });

  it("reads which programs an example starts, and leaves a picture out", () => {
    const header = comment([...lines, "", "     caller ──▶ server"]).replace("Deno 2.9", "Deno 2.9, node, nats-server");
    expect(parseHeader(header, "a.ts", "deno")).toEqual({
      ...parseHeader(comment(lines), "a.ts", "deno"),
      programs: ["node", "nats-server"],
    });
  });

  it("takes a file without a Run line for no example", () => {
    expect(parseHeader(without("Run"), "a.ts", "deno")).toBeUndefined();
    expect(parseHeader('const text = "Run: node a.ts";', "a.ts", "deno")).toBeUndefined();
  });

  it.each(["Shows", "Use when", "Needs"])("says that %s is missing", (field) => {
    expect(() => parseHeader(without(field), "src/a.ts", "deno")).toThrow(
      new RegExp(`^src/a\\.ts:1: Cannot read the header of an example: wanted "${field}: …" as field \\d: found "`),
    );
  });

  it("reads a header without the fields that would say nothing", () => {
    expect(parseHeader(without("Not when"), "a.ts", "deno")).not.toHaveProperty("notWhen");
    expect(parseHeader(without("See"), "a.ts", "deno")?.see).toEqual([]);
  });

  it("says that a title is missing", () => {
    expect(() => parseHeader(comment(lines.slice(3)), "a.ts", "deno")).toThrow("wanted a title that is a sentence");
  });

  it("says that something stands behind the last field, or between two", () => {
    expect(() => parseHeader(comment([...lines, "", "More."]), "a.ts", "deno")).toThrow('found "More."');
    expect(() => parseHeader(comment([...lines.slice(0, 4), "", "More.", ...lines.slice(4)]), "a.ts", "deno")).toThrow(
      'found "More."',
    );
  });

  it("says what is no page", () => {
    const changed = comment(lines).replace("See: https", "See: http");
    expect(() => parseHeader(changed, "a.ts", "deno")).toThrow('found "http://example.org/timers"');
  });
});
