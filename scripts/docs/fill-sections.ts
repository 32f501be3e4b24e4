/** Puts generated text between its markers. */

/** Gives the text of a section by its name, what stands behind the name in its marker (empty where nothing does), and its text until now. */
export type Generate = (name: string, argument: string, current: string) => Promise<string>;

/**
 * The document with every section replaced by what `generate` gives; everything else stays as it is.
 *
 * @throws {Error} for a marker that is not closed, or a name that is not among `known`
 */
export async function fillSections(
  text: string,
  document: string,
  known: readonly string[],
  generate: Generate,
): Promise<string> {
  let filled = "";
  let rest = text;
  for (let open = OPEN.exec(rest); open !== null; open = OPEN.exec(rest)) {
    const name = open[1]!;
    const close = `<!-- /generated:${name} -->`;
    const start = open.index + open[0].length;
    const end = rest.indexOf(close, start);
    if (!known.includes(name)) {
      throw new Error(
        `Cannot fill the section "${name}" of "${document}": wanted one of ${known.join(", ")}: add scripts/docs/sections/${name}.ts`,
      );
    }
    if (end < 0) throw new Error(`Cannot fill the section "${name}" of "${document}": wanted "${close}", found none`);
    const generated = await generate(name, open[2] ?? "", rest.slice(start, end));
    filled += `${rest.slice(0, start)}\n\n${generated.trim()}\n\n${close}`;
    rest = rest.slice(end + close.length);
  }
  return filled + rest;
}

/** At the start of a line, so that a document can speak of markers within one. */
const OPEN = /^<!-- generated:([a-z][a-z0-9-]*)(?: ([^>]+?))? -->/m;
