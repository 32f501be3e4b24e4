/** The header of an example as data: the first comment of its file. */

export interface Header {
  /** One sentence, with its full stop. */
  title: string;
  shows: string;
  useWhen: string;
  notWhen: string;
  /** The command, from the folder of the runtime's package, with the least permissions that are enough. */
  run: string;
  /** The oldest runtime it runs in: `Node 26`. */
  needs: string;
  /** Pages about the primitive it shows. */
  see: readonly string[];
  /** Items of the tutorials that it answers: `S1`. None for most. */
  answers: readonly string[];
}

/** As they are written, in this order; the last may be left out. */
const FIELDS = ["Shows", "Use when", "Not when", "Run", "Needs", "See", "Answers"] as const;
type Field = (typeof FIELDS)[number];
/** How to run the test that a copy of the example brings, where it has one. */
const OWN_TEST = "Test: ";

/**
 * @param path for the error
 * @returns undefined for a file that is no example: its first comment has no `Run:` line
 * @throws {Error} naming the first field that is missing, misplaced or not of its form
 */
export function parseHeader(source: string, path: string): Header | undefined {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? "";
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trim());
  if (!lines.some((line) => line.startsWith("Run: "))) return undefined;
  const wrong = (wanted: string, found: string): Error =>
    new Error(`${path}:1: Cannot read the header of an example: wanted ${wanted}: found ${found}`);

  const [title = "", ...found] = paragraphs(lines);
  const fields = found.filter((field) => !field.startsWith(OWN_TEST));
  if (!title.endsWith(".") || isField(title))
    throw wrong("a title that is a sentence, before the fields", `"${title}"`);
  const values = FIELDS.map((field, index) => {
    const text = fields[index] ?? "nothing";
    if (field === "Answers" && text === "nothing") return [field, ""] as const;
    if (!text.startsWith(`${field}: `)) throw wrong(`"${field}: …" as field ${index + 1}`, `"${text}"`);
    return [field, text.slice(field.length + 2)] as const;
  });
  const more = fields[FIELDS.length];
  if (more !== undefined) throw wrong(`nothing behind "${FIELDS.at(-1)}: …"`, `"${more}"`);

  const value = Object.fromEntries(values) as Record<Field, string>;
  const list = (field: Field, form: RegExp): string[] => {
    const items = value[field] === "" ? [] : value[field].split(/,? /);
    const odd = items.find((item) => !form.test(item));
    if (odd !== undefined) throw wrong(`"${field}:" to list ${form}`, `"${odd}"`);
    return items;
  };
  return {
    title,
    shows: value["Shows"],
    useWhen: value["Use when"],
    notWhen: value["Not when"],
    run: value["Run"],
    needs: value["Needs"],
    see: list("See", /^https:\/\/\S+[^.,]$/),
    answers: list("Answers", /^S\d+$/),
  };
}

/** The title and the fields, each in one line: an empty line or the next field ends one. */
function paragraphs(lines: readonly string[]): string[] {
  const found: string[] = [];
  let open = false;
  for (const line of lines) {
    const begins = !open || isField(line);
    if (line === "") open = false;
    else if (begins) open = found.push(line) > 0;
    else found.push(`${found.pop()} ${line}`);
  }
  return found;
}

const isField = (line: string): boolean =>
  line.startsWith(OWN_TEST) || FIELDS.some((field) => line.startsWith(`${field}: `));
