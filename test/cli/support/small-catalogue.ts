/** Items made up for a test, in a folder of their own. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Environment } from "../../../packages/cli/src/environment.ts";
import { Catalogue } from "../../../packages/cli/src/items/catalogue.ts";
import { baseHash, writeHeader } from "../../../packages/cli/src/items/header.ts";
import type { Ability, Item, ItemFile, OtherForm } from "../../../packages/cli/src/items/item.ts";
import { RECORD, recordOf, writeRecord } from "../../../packages/cli/src/items/record.ts";
import { testFolder } from "../../support/test-folder.ts";

export interface SmallItem {
  name: string;
  shortName?: string;
  /** Default: a pool. */
  kind?: Item["kind"];
  version?: string;
  commit?: string;
  /** Of its runtime. */
  minimum?: string;
  /** The body of each file, by its path. */
  files: Record<string, string>;
  /** The bodies in its other forms. */
  forms?: Partial<Record<OtherForm, Record<string, string>>>;
}

export interface SmallAbility {
  name: string;
  version?: string;
  commit?: string;
  /** Each whole text, by its path from a copy's folder. */
  files: Record<string, string>;
}

/** @returns what a command works with: these items, an empty folder, and what was printed */
export function smallEnvironment(
  items: SmallItem[],
  folder = testFolder(),
  abilities: SmallAbility[] = [],
): Environment & { printed: () => string; failed: () => boolean } {
  let printed = "";
  let failed = false;
  return {
    folder,
    catalogue: smallCatalogue(items, abilities),
    print: (text) => void (printed += text),
    fail: () => void (failed = true),
    printed: () => printed,
    failed: () => failed,
  };
}

export function smallCatalogue(items: SmallItem[], abilities: SmallAbility[] = []): Catalogue {
  return new Catalogue(catalogueFolder(items, abilities));
}

/** What a {@link Catalogue} is made of, for one in another process. */
export function catalogueFolder(items: SmallItem[], abilities: SmallAbility[] = []): string {
  const folder = testFolder();
  const index = {
    items: items.map((item) => writeItem(folder, item)),
    abilities: abilities.map((ability) => writeAbility(folder, ability)),
  };
  writeFileSync(join(folder, "index.json"), JSON.stringify(index));
  return folder;
}

function writeAbility(
  folder: string,
  { name, version = "1.0.0", commit = commitOf(version, "ab1e"), files }: SmallAbility,
): Ability {
  const texts = new Map(Object.entries(files));
  writeTexts(join(folder, "abilities", name), texts);
  const sources = Object.fromEntries([...texts.keys()].map((path) => [path, `packages/core/src/${path}`]));
  return {
    name,
    kind: "ability",
    title: "A small ability",
    version,
    commit,
    call: `${name}()`,
    imported: name,
    inWorkers: true,
    sources,
    files: listed(texts),
  };
}

function writeTexts(folder: string, texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const listed = (texts: ReadonlyMap<string, string>): ItemFile[] =>
  [...texts].map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: createHash("sha256").update(text).digest("hex"),
    test: path.includes(".test."),
  }));

/** Each version of an item has a source of its own. */
const commitOf = (version: string, first = "c0ffee"): string =>
  version === "1.0.0" ? first : `${first}${version.replaceAll(".", "")}`;

function writeItem(folder: string, small: SmallItem): Item {
  const { name, shortName = name, kind = "pool", version = "1.0.0", minimum = "26.0.0", forms = {} } = small;
  const { commit = commitOf(version) } = small;
  const write = (files: SmallItem["files"], form?: OtherForm) =>
    writeFiles(folder, { item: name, version, commit }, files, form);
  const [runtime = "", model = ""] = name.split("/");
  const commands = { minimumRuntime: `${runtime} >=${minimum}`, run: "node main.ts", test: "none" };
  const others = Object.entries(forms).map(([form, files]) => [
    form,
    { ...commands, files: write(files, form as OtherForm) },
  ]);
  return {
    name,
    shortName,
    version,
    runtime,
    model,
    kind,
    title: "A small item",
    commit,
    ...commands,
    permissions: "none",
    use: "in tests.",
    dontUse: "elsewhere.",
    evidence: "none",
    files: write(small.files),
    ...(others.length > 0 && { forms: Object.fromEntries(others) as Item["forms"] & {} }),
  };
}

function writeFiles(
  folder: string,
  of: Record<"item" | "version" | "commit", string>,
  files: Record<string, string>,
  form?: OtherForm,
): ItemFile[] {
  const texts = new Map(
    Object.entries(files).map(([path, body]) => {
      const header = path.endsWith(".json") ? "" : headerOf(of, body);
      return [path, header + body] as [string, string];
    }),
  );
  const recorded = new Map([...texts].map(([path, text]) => [path, recordOf(text)]));
  texts.set(RECORD, writeRecord({ ...of, form, files: recorded }));
  writeTexts(join(folder, form ? `forms/${form}` : "", of.item), texts);
  return listed(texts);
}

function headerOf({ item, version, commit }: Parameters<typeof writeFiles>[1], body: string): string {
  return writeHeader({
    item,
    version,
    source: `packages/main.ts@${commit}`,
    base: baseHash(body),
    licence: "MIT-0",
    runtime: "node >=26.0.0",
    run: "node main.ts",
    test: "none",
    permissions: "none",
    use: "in tests.",
    dont: "elsewhere.",
    evidence: "none",
  });
}
