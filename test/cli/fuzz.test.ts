import { describe, expect, it } from "vitest";
import { fuzzCopies } from "./support/fuzz/fuzz-copies.ts";

// `test/long` tries ten thousand.
it.skipIf(process.platform === "win32")(
  "whatever is done to a copy, no stack, no hang, no file outside touched or shown, no line lost: 150 cases",
  { timeout: 180_000 },
  async () => {
    expect(await fuzzCopies(2026, { cases: 150 })).toEqual({ cases: 150, failure: undefined });
  },
);

describe.skipIf(process.platform === "win32")("the same cases find a bug that is planted in the command:", () => {
  it.each([
    {
      bug: "a path in a record may be any",
      planted: { file: "files/safe-path.ts", from: "path.length <= 200 &&", to: "true || path.length <= 200 &&" },
      found: /showed what is not in a copy/,
    },
    {
      bug: "links in a copy are followed",
      planted: {
        file: "files/read-file.ts",
        from: "found = look(place, lstatSync)",
        to: "found = look(place, statSync)",
      },
      found: /showed what is not in a copy|a stack/,
    },
    {
      bug: "what a record holds is believed to have its shape",
      planted: {
        file: "items/record.ts",
        from: 'if (typeof body !== "string" ||',
        to: "if (false && typeof body !== 'string' ||",
      },
      found: /a stack/,
    },
    {
      bug: "a file that was changed is taken away",
      planted: { file: "copies/compare.ts", from: "plain(splitHeader(mine).body) !== base.body", to: "false" },
      found: /lost the line/,
    },
    {
      bug: "the terminal's commands are passed on",
      planted: { file: "printable.ts", from: "text.replace(COMMANDS, escaped)", to: "text" },
      found: /commanded the terminal/,
    },
    {
      bug: "what a record says of abilities is believed",
      planted: {
        file: "items/record.ts",
        from: "const { version, commit } = objectIn(ability, wrong);",
        to: "const { version, commit } = Object(ability); return [name, { version, commit }];",
      },
      found: /a stack/,
    },
    {
      bug: "an ability takes the place of a file of yours",
      planted: { file: "commands/add-abilities.ts", from: "if (!options.overwrite) refuseOthers(brought);", to: "" },
      found: /add more --to pool: lost the line/,
    },
    {
      bug: "a command never ends",
      planted: { file: "items/record.ts", from: "if (!bytes) return undefined;", to: "for (;;);" },
      found: /no answer within 3 s: diff, after /,
      silenceMs: 3_000,
    },
  ])("$bug", { timeout: 120_000 }, async ({ planted, found, silenceMs }) => {
    const { failure } = await fuzzCopies(2026, { cases: 300, planted, ...(silenceMs !== undefined && { silenceMs }) });
    expect(failure).toMatch(found);
    expect(failure).toMatch(/again: node test\/cli\/support\/fuzz\/child\.ts 2026 \d+ \d+$/);
  });
});
