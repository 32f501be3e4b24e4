/** The other forms of pools and abilities, from the same source: JavaScript with declarations, and one file in either language. */
import { endOf, folderName, inForm, type Item } from "../src/items/item.ts";
import { declarationsOf, formatted, madeOnce } from "./emit.ts";
import { nameJavaScript, toDeclaration, toJavaScript } from "./javascript.ts";
import type { MadeAbility } from "./make-ability.ts";
import { installLine } from "../src/items/needs.ts";
import { readMeOfJobs } from "./read-me.ts";
import { inOneFile } from "./single-file.ts";
import { finish, listed, type MadeItem, putInPlace, type Source } from "./make-item.ts";

/** Files that people import from: they get declarations. What people write in, and what is only run, gets none. */
const IMPORTED = /^(pool\/[\w-]+|abilities\/[\w-]+|distributed\/([\w-]+\/)?[\w-]+|[\w-]+-pool)\.ts$/;

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
  // Of which there is no single file: what submits jobs and what does them are two programs.
  const ofJobs = made.filter(({ item }) => item.kind === "distributed pool");
  const host = pools.find(({ source }) => source.bodies.has("pool/worker-pool.ts"));
  // Where they are copied to, so that their imports lead somewhere.
  const sources = new Map([
    ...[...pools, ...ofJobs].flatMap(({ item, source }) => within(item.name, source.bodies)),
    ...abilities.flatMap(({ texts }) => within(host?.item.name ?? "", texts)),
  ]);
  const single = new Map(
    pools.map(({ item, source }) => [`${item.name}.ts`, inOneFile(source.bodies, mainOf(item.name, source))]),
  );
  const emitted = madeOnce(root, new Map([...sources, ...single]), () => emit(root, sources, single));
  const files = new Map<string, string>();
  for (const { item, source } of [...pools, ...ofJobs]) {
    const runtime = `${item.runtime} >=${source.minimumJavaScriptVersion}`;
    const [run, test] = [nameJavaScript(item.run), nameJavaScript(item.test)];
    const header = { ...source.header, runtime, run, test };
    const isOfJobs = item.kind === "distributed pool";
    const texts = finish(source, {
      header,
      main: "main.js",
      bodies: javaScriptOf(item.name, source.bodies, emitted, ofVersion(source.minimumJavaScriptVersion)),
      sources: sourcesOf(source.sources),
      extra: source.extra,
      title: isOfJobs ? undefined : item.title,
      readMe: isOfJobs ? nameJavaScript(readMeOfJobs(source.example, header, installLine(item))) : undefined,
      form: "js",
    });
    item.forms = { js: { minimumRuntime: runtime, run, test, files: listed(texts) } };
    putInPlace(files, inForm(item, "js"), texts);
  }
  for (const { item, source } of pools) {
    const minimumRuntime = `${item.runtime} >=${source.minimumJavaScriptVersion}`;
    const [inTypeScript, inJavaScript] = (["single", "single-js"] as const).map((form) =>
      singleOf(form, item, source, emitted),
    );
    const alone = { minimumRuntime, run: "none", test: "none" };
    item.forms = {
      ...item.forms,
      single: { ...alone, files: listed(inTypeScript!) },
      "single-js": { ...alone, files: listed(inJavaScript!) },
    };
    putInPlace(files, inForm(item, "single"), inTypeScript!);
    putInPlace(files, inForm(item, "single-js"), inJavaScript!);
  }
  for (const { ability, texts } of abilities) {
    const own = javaScriptOf(host?.item.name ?? "", texts, emitted);
    ability.forms = { js: { sources: sourcesOf(ability.sources), files: listed(own) } };
    putInPlace(files, inForm(ability, "js"), own);
  }
  return files;
}

/** The file that people import. */
const mainOf = (name: string, { bodies }: Source): string =>
  [...bodies.keys()].find((path) => path.replace(/^pool\//, "") === `${folderName({ name })}.ts`)!;

function singleOf(
  form: "single" | "single-js",
  { name, runtime }: Item,
  source: Source,
  emitted: ReadonlyMap<string, string>,
): Map<string, string> {
  const end = endOf({ form });
  const main = folderName({ name }) + end;
  const place = source.sources[mainOf(name, source)]!;
  return finish(source, {
    header: {
      ...source.header,
      source: `${place}@${source.record.commit}`,
      runtime: `${runtime} >=${source.minimumJavaScriptVersion}`,
      run: "none",
      test: "none",
    },
    main,
    bodies: new Map([[main, emitted.get(name + end)!]]),
    sources: { [main]: place },
    extra: new Map(),
    form,
  });
}

const within = (folder: string, texts: ReadonlyMap<string, string>): [string, string][] =>
  [...texts].map(([path, text]) => [`${folder}/${path}`, text]);

/** JavaScript and declarations of all, and the single files in both languages, by their paths. */
function emit(
  root: string,
  sources: ReadonlyMap<string, string>,
  single: ReadonlyMap<string, string>,
): Map<string, string> {
  const imported = [...sources.keys()].filter((path) => IMPORTED.test(path.split("/").slice(2).join("/")));
  const scripts = [...sources].map(([path, text]): [string, string] => {
    // Deno looks for declarations where a file says that they are.
    const types = imported.includes(path) ? `// @ts-self-types="./${path.replace(/^.*\/(.*)\.ts$/, "$1.d.ts")}"\n` : "";
    return [nameJavaScript(path), types + toJavaScript(text)];
  });
  const declarations = [...declarationsOf(root, sources, imported)].map(
    ([path, text]) => [path, toDeclaration(text)] as const,
  );
  const inJavaScript = [...single].map(([path, text]) => [nameJavaScript(path), toJavaScript(text)] as const);
  return formatted(root, new Map([...scripts, ...declarations, ...single, ...inJavaScript]));
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
