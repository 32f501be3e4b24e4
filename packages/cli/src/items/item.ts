/** What travels in this package: items, which are pools and example programs, and abilities, which go into copies of pools. */
import { Refusal } from "../refusal.ts";

interface Packed {
  /** The name that stays. */
  name: string;
  /** One sentence. */
  title: string;
  version: string;
  /** The commit its files come from. */
  commit: string;
  files: ItemFile[];
  /** Which of its forms this is; absent where it is the first. */
  form?: OtherForm;
}

/** What the same source arrives as, in place of TypeScript in a folder: `js` is JavaScript with declarations, `single` one file. */
export const OTHER_FORMS = ["js", "single", "single-js"] as const;
export type OtherForm = (typeof OTHER_FORMS)[number];

/** A distributed pool is a kind of its own: it needs packages, takes no abilities, and is two programs, which cannot be one file. */
export type ItemKind = "pool" | "distributed pool" | "example";

/** Its name is `runtime/name`, or `runtime/model/name` for an example program. */
export interface Item extends Packed {
  /** The shortest name that means this item and no other. */
  shortName: string;
  runtime: string;
  /** The execution model its folder is named after, e.g. `threading`. */
  model: string;
  kind: ItemKind;
  /** E.g. `node >=26.0.0`. */
  minimumRuntime: string;
  /** The command that runs it, from its folder; `none` of what is no program. */
  run: string;
  /** The command that runs its test, from its folder; `none` where it has none. */
  test: string;
  /** What Deno must grant; `none` where nothing is granted or nothing can be. */
  permissions: string;
  use: string;
  /** `none` where the program says of itself when to use it alone. */
  dontUse: string;
  /** What was measured, and where that stands. */
  evidence: string;
  /** The packages that it imports, with their versions; absent where it needs none. */
  dependencies?: Readonly<Record<string, string>>;
  /** The programs that it starts, which must be there; absent where it starts none. */
  programs?: readonly string[];
  /** What is different in its other forms; pools have them. */
  forms?: Partial<Record<OtherForm, Pick<Item, "minimumRuntime" | "run" | "test" | "files">>>;
}

/** What a pool can do beyond the plain one. Its name is one word, the same for the pools of every runtime. */
export interface Ability extends Packed {
  kind: "ability";
  /** How it is written in a list of abilities: `streaming()`. */
  call: string;
  /** What is imported for that, and from where in the copy. */
  imported: string;
  /** Whether workers are given it too, in `serve`. */
  inWorkers: boolean;
  /** Where each file comes from in the repository, by the path from the copy's folder. */
  sources: Record<string, string>;
  /** What is different in its other forms. */
  forms?: Partial<Record<OtherForm, Pick<Ability, "sources" | "files">>>;
}

/**
 * The same in another form.
 *
 * @param form undefined for the first, TypeScript in a folder
 * @throws {Refusal} when it has none such
 */
export function inForm<One extends Item | Ability>(packed: One, form: OtherForm | undefined): One {
  if (form === undefined) return packed;
  const different = packed.forms?.[form];
  if (different) return { ...packed, ...different, form };
  throw new Refusal(
    `Cannot take "${packed.name}" ${FORM_IN_WORDS[form]}: ${
      packed.kind === "distributed pool"
        ? "wanted one program, found two, of which one submits jobs and the other does them: leave out --single"
        : "wanted a pool, found what comes as a folder of TypeScript alone"
    }`,
  );
}

const FORM_IN_WORDS: Record<OtherForm, string> = {
  js: "as JavaScript",
  single: "as one file",
  "single-js": "as one file of JavaScript",
};

/** The options that ask for it: `--single --js`. */
export const optionsFor = (form: OtherForm): string => form.replace(/(?:^|-)(?=\w)/g, " --").trim();

export const isOneFile = ({ form }: { form?: OtherForm | undefined }): boolean =>
  form === "single" || form === "single-js";

/** ` as JavaScript`; empty where it is the first form. */
export const asForm = ({ form }: { form?: OtherForm | undefined }): string => (form ? ` ${FORM_IN_WORDS[form]}` : "");

/** How its program files end. */
export const endOf = ({ form }: { form?: OtherForm | undefined }): string =>
  form === "js" || form === "single-js" ? ".js" : ".ts";

export interface ItemFile {
  /** From the item's folder, with `/`. */
  path: string;
  bytes: number;
  /** Of the whole file, header included; in hexadecimal. */
  sha256: string;
  /** What `--no-test` leaves out. */
  test: boolean;
}

/** Whether abilities can be put into its copies: into those of pools that have workers. */
export const takesAbilities = ({ kind, files }: Item): boolean =>
  kind === "pool" && files.some(({ path }) => /^pool\/worker-pool\.[jt]s$/.test(path));

/** Where its files lie, from the folder of all. */
export const placeOf = (packed: Item | Ability): string =>
  `${packed.form ? `forms/${packed.form}/` : ""}${isAbility(packed) ? `abilities/${packed.name}` : packed.name}`;

export const isAbility = (packed: Item | Ability): packed is Ability => packed.kind === "ability";

/** ` with ahead, stream`; empty where there are none. */
export const withNames = (abilities: readonly Ability[]): string =>
  abilities.length === 0 ? "" : ` with ${abilities.map(({ name }) => name).join(", ")}`;

/** The folder an item is copied to when none is named. */
export const folderName = ({ name }: Pick<Item, "name">): string => name.slice(name.lastIndexOf("/") + 1);
