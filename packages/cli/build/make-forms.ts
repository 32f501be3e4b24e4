/** The other forms of pools and abilities, from the same source: JavaScript with declarations. */
import { type Ability, inForm, type Item, placeOf } from "../src/items/item.ts";
import { declarationsOf, formatted, madeOnce } from "./emit.ts";
import { nameJavaScript, toDeclaration, toJavaScript } from "./javascript.ts";
import type { MadeAbility } from "./make-ability.ts";
import { finish, listed, type MadeItem } from "./make-item.ts";

/** Files that people import from: they get declarations. What people write in, and what is only run, gets none. */
const IMPORTED = /^(pool\/[\w-]+|abilities\/[\w-]+|[\w-]+-pool)\.ts$/;

/**
 * Puts into each pool and each ability what is different in its other forms.
 *
 * @param root the repository
 * @returns the files of these forms, by their path in `items/`
 */
export function makeForms(
  root: string,
  made: readonly MadeItem[],
  abilities: readonly MadeAbility[],
): Map<string, string> {
  const pools = made.filter(({ item }) => item.kind === "pool");
  const host = pools.find(({ source }) => source.bodies.has("pool/worker-pool.ts"));
  // Where they are copied to, so that their imports lead somewhere.
  const sources = new Map([
    ...pools.flatMap(({ item, source }) => within(item.name, source.bodies)),
    ...abilities.flatMap(({ texts }) => within(host?.item.name ?? "", texts)),
  ]);
  const emitted = madeOnce(root, sources, () => emit(root, sources));
  const files = new Map<string, string>();
  const put = (packed: Item | Ability, texts: ReadonlyMap<string, string>): void => {
    for (const [path, text] of texts) files.set(`${placeOf(packed)}/${path}`, text);
  };
  for (const { item, source } of pools) {
    const runtime = `${item.runtime} >=${source.minimumJavaScriptVersion}`;
    const [run, test] = [nameJavaScript(item.run), nameJavaScript(item.test)];
    const texts = finish(source, {
      header: { ...source.header, runtime, run, test },
      main: "main.js",
      bodies: javaScriptOf(item.name, source.bodies, emitted, ofVersion(source.minimumJavaScriptVersion)),
      sources: sourcesOf(source.sources),
      extra: source.extra,
      form: "js",
    });
    item.forms = { js: { minimumRuntime: runtime, run, test, files: listed(texts) } };
    put(inForm(item, "js"), texts);
  }
  for (const { ability, texts } of abilities) {
    const own = javaScriptOf(host?.item.name ?? "", texts, emitted);
    ability.forms = { js: { sources: sourcesOf(ability.sources), files: listed(own) } };
    put(inForm(ability, "js"), own);
  }
  return files;
}

const within = (folder: string, texts: ReadonlyMap<string, string>): [string, string][] =>
  [...texts].map(([path, text]) => [`${folder}/${path}`, text]);

/** JavaScript and declarations of all, by their paths. */
function emit(root: string, sources: ReadonlyMap<string, string>): Map<string, string> {
  const imported = [...sources.keys()].filter((path) => IMPORTED.test(path.split("/").slice(2).join("/")));
  const scripts = [...sources].map(([path, text]): [string, string] => {
    // Deno looks for declarations where a file says that they are.
    const types = imported.includes(path) ? `// @ts-self-types="./${path.replace(/^.*\/(.*)\.ts$/, "$1.d.ts")}"\n` : "";
    return [nameJavaScript(path), types + toJavaScript(text)];
  });
  const declarations = [...declarationsOf(root, sources, imported)].map(
    ([path, text]) => [path, toDeclaration(text)] as const,
  );
  return formatted(root, new Map([...scripts, ...declarations]));
}

/** Those of one item or ability, by their path in a copy. */
function javaScriptOf(
  folder: string,
  bodies: ReadonlyMap<string, string>,
  emitted: ReadonlyMap<string, string>,
  edit = (text: string): string => text,
): Map<string, string> {
  const paths = [...bodies.keys()].flatMap((path) => [nameJavaScript(path), path.replace(/\.ts$/, ".d.ts")]);
  return new Map(
    paths.flatMap((path): [string, string][] => {
      const text = emitted.get(`${folder}/${path}`);
      return text === undefined ? [] : [[path, path === "main.js" ? edit(text) : text]];
    }),
  );
}

/** A program says in a comment which version it needs: `Needs: Node 24`. */
const ofVersion =
  (version: string) =>
  (text: string): string =>
    text.replace(/^( \* Needs: \w+) .*$/m, `$1 ${version.replace(/(\.0){1,2}$/, "")}`);

/** Of JavaScript: the file that it was made of. */
const sourcesOf = (sources: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(sources).map(([path, source]) => [nameJavaScript(path), source]));
