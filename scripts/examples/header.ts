/** The header of an example as data: the first comment of its file. What is the same in all runtimes says a command for each. */

export interface Header {
  /** One sentence, with its full stop. */
  title: string;
  shows: string;
  useWhen: string;
  /** Absent where it would say nothing new. */
  notWhen?: string;
  /** The command, from the repository's root, with the least permissions that are enough. */
  run: string;
  /** The oldest runtime it runs in: `Node 26`. */
  needs: string;
  /** Programs that it starts beside its runtime: `nats-server`. None for most. */
  programs: readonly string[];
  /** Pages about the primitive it shows; none where it shows what is made of others. */
  see: readonly string[];
}

/** As they are written, in this order. */
const FIELDS = ["Shows", "Use when", "Not when", "Run", "Needs", "See"] as const;
type Field = (typeof FIELDS)[number];
/** Left out where they would say nothing. */
const OPTIONAL: readonly Field[] = ["Not when", "See"];
/** Lines that draw who says what to whom, where a program has two sides. */
const PICTURE = /^ \* {5}/;
/** How to run the test that a copy of the example brings, where it has one. */
const OWN_TEST = "Test: ";

/**
 * @param path for the error
 * @param runtime whose command and version are meant
 * @returns undefined for a file that is no example: its first comment has no `Run:` line
 * @throws {Error} naming the first field that is missing, misplaced or not of its form
 */
export function parseHeader(source: string, path: string, runtime: string): Header | undefined {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? "";
  const lines = comment
    .split("\n")
    .filter((line) => !PICTURE.test(line))
    .map((line) => line.replace(/^\s*\*? ?/, "").trim());
  if (!lines.some((line) => line.startsWith("Run: "))) return undefined;
  const wrong = (wanted: string, found: string): Error =>
    new Error(`${path}:1: Cannot read the header of an example: wanted ${wanted}: found ${found}`);

  const [title = "", ...found] = paragraphs(lines);
  const fields = found.filter((field) => !field.startsWith(OWN_TEST));
  if (!title.endsWith(".") || isField(title))
    throw wrong("a title that is a sentence, before the fields", `"${title}"`);
  const others = fields.filter((field) => field.startsWith("Run: ") && !field.startsWith(`Run: ${runtime} `));
  const own = fields.filter((field) => !others.includes(field));
  const values = new Map<Field, string>();
  for (const field of FIELDS) {
    const text = own[values.size] ?? "nothing";
    if (text.startsWith(`${field}: `)) values.set(field, text.slice(field.length + 2));
    else if (field === "Run") throw wrong(`"Run: ${runtime} …"`, `"${others.join('", "')}"`);
    else if (!OPTIONAL.includes(field)) throw wrong(`"${field}: …" as field ${values.size + 1}`, `"${text}"`);
  }
  const more = own[values.size];
  if (more !== undefined) throw wrong("nothing behind its fields", `"${more}"`);

  const needed = values.get("Needs")!.split(", ");
  const needs = needed.find((version) => version.toLowerCase().startsWith(`${runtime} `));
  if (needs === undefined) throw wrong(`"Needs:" to say a version of ${runtime}`, `"${values.get("Needs")}"`);
  const see = values.get("See")?.split(/,? /) ?? [];
  const odd = see.find((page) => !PAGE.test(page));
  if (odd !== undefined) throw wrong(`"See:" to list ${PAGE}`, `"${odd}"`);
  const notWhen = values.get("Not when");
  return {
    title,
    shows: values.get("Shows")!,
    useWhen: values.get("Use when")!,
    ...(notWhen !== undefined && { notWhen }),
    run: values.get("Run")!,
    needs,
    programs: needed.filter((part) => !/ \d/.test(part)),
    see,
  };
}

const PAGE = /^https:\/\/\S+[^.,]$/;

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
