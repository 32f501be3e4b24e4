/** Reads what a file exports, and what its doc comments say of it. */
import {
  type Comment,
  type Declaration,
  type MethodDefinition,
  parseSync,
  type Span,
  type Statement,
} from "oxc-parser";

/** What a file exports under one name. */
export interface Declared {
  readonly name: string;
  readonly kind: "class" | "interface" | "other";
  /** As it stands in the file, without bodies. */
  readonly signature: string;
  /** What its comment says, as Markdown. */
  readonly text: string;
  /** Of a class or an interface, those that are for everybody. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  /** Of a property its type, of a method what it takes and gives. */
  readonly type: string;
  readonly text: string;
  /** What a comment says behind `Default`; undefined where it says nothing of one. */
  readonly preset: string | undefined;
}

/** @throws {Error} the file cannot be read as TypeScript */
export function declaredIn(path: string, source: string): { about: string; declared: Declared[] } {
  const { program, comments, errors } = parseSync(path, source);
  if (errors[0]) throw new Error(`Cannot read "${path}": wanted TypeScript, found ${errors[0].message}`);
  const reader = new Reader(source, comments);
  const declared = program.body.flatMap((statement) => reader.exported(statement));
  return { about: reader.head(), declared };
}

class Reader {
  readonly #source: string;
  readonly #docs: readonly Comment[];

  constructor(source: string, comments: readonly Comment[]) {
    this.#source = source;
    this.#docs = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  }

  /** The file's own comment, up to a picture or an end. */
  head(): string {
    const first = this.#docs.find(({ start }) => start === 0);
    return first ? (textOf(first).split(/\n\n| {6,}/)[0] ?? "") : "";
  }

  exported(statement: Statement): Declared[] {
    if (statement.type !== "ExportNamedDeclaration" || !statement.declaration) return [];
    const { declaration } = statement;
    const text = [this.#doc(statement.start), this.#docOfConstructor(declaration)]
      .filter((part) => part !== "")
      .join("\n\n");
    const members = this.#members(declaration);
    const signature = this.#signature(declaration);
    return namesOf(declaration).map((name) => ({ name, kind: kindOf(declaration), signature, text, members }));
  }

  #docOfConstructor(declaration: Declaration): string {
    const made = constructorOf(declaration);
    return made ? this.#doc(made.start) : "";
  }

  /** The doc comment that ends right before. */
  #doc(start: number): string {
    const comment = this.#docs.find(
      ({ end }) => end <= start && /^\s*(\/\/[^\n]*\s*)*$/.test(this.#source.slice(end, start)),
    );
    return comment && comment.start > 0 ? textOf(comment) : "";
  }

  #text = ({ start, end }: Span): string => this.#source.slice(start, end);

  /** Without what only the file itself can see. */
  #signature(declaration: Declaration): string {
    if (declaration.type === "FunctionDeclaration" && declaration.body)
      return this.#source.slice(declaration.start, declaration.body.start).trim();
    if (declaration.type === "ClassDeclaration") {
      const head = this.#source.slice(declaration.start, declaration.body.start).trim();
      const made = constructorOf(declaration);
      if (!made) return head;
      const parameters = made.value.params.map((each) => this.#text(each).replace(/\s+/g, " "));
      return `${head}\nnew ${declaration.id?.name ?? ""}(${parameters.join(", ")})`;
    }
    if (declaration.type === "VariableDeclaration") {
      return declaration.declarations
        .map(({ id, init }) => {
          const body = init?.type === "ArrowFunctionExpression" ? init.body : undefined;
          const value = init && body ? ` = ${this.#source.slice(init.start, body.start).trim()} …` : "";
          return `const ${this.#text(id)}${value}`;
        })
        .join("\n");
    }
    return this.#text(declaration);
  }

  #members(declaration: Declaration): Member[] {
    if (declaration.type === "TSInterfaceDeclaration") {
      return declaration.body.body.flatMap((member) => {
        if (member.type === "TSPropertySignature")
          return [this.#member(member.start, this.#text(member.key), member.typeAnnotation, member.optional)];
        if (member.type === "TSMethodSignature")
          return [this.#method(member.start, member.end, this.#text(member.key))];
        return [];
      });
    }
    if (declaration.type !== "ClassDeclaration") return [];
    return declaration.body.body.flatMap((member) => {
      if (member.type === "PropertyDefinition" && isPublic(member))
        return [this.#member(member.start, this.#text(member.key), member.typeAnnotation)];
      if (member.type === "MethodDefinition" && isPublic(member) && member.kind !== "constructor") {
        const end = member.value.body?.start ?? member.end;
        return [this.#method(member.start, end, this.#text(member.key))];
      }
      return [];
    });
  }

  #member(start: number, name: string, annotation?: Span | null, optional = false): Member {
    const type = annotation
      ? this.#text(annotation)
          .replace(/^:\s*/, "")
          .replace(/ \| undefined$/, "")
      : "";
    const text = this.#doc(start);
    return { name: optional ? `${name}?` : name, type, text, preset: presetIn(text) };
  }

  /** From behind its name on: `<N>(task: N): Promise<void>`. */
  #method(start: number, end: number, name: string): Member {
    const whole = this.#source.slice(start, end).trim().replace(/;$/, "");
    const type = whole.slice(whole.indexOf(name) + name.length);
    const text = this.#doc(start);
    return { name, type, text, preset: presetIn(text) };
  }
}

function constructorOf(declaration: Declaration): MethodDefinition | undefined {
  if (declaration.type !== "ClassDeclaration") return undefined;
  return declaration.body.body.find(
    (each): each is MethodDefinition => each.type === "MethodDefinition" && each.kind === "constructor",
  );
}

const kindOf = ({ type }: Declaration): Declared["kind"] =>
  type === "ClassDeclaration" ? "class" : type === "TSInterfaceDeclaration" ? "interface" : "other";

function namesOf(declaration: Declaration): string[] {
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  return "id" in declaration && declaration.id && "name" in declaration.id ? [declaration.id.name] : [];
}

const isPublic = (member: { key: { type: string }; accessibility?: string | null; override?: boolean }): boolean =>
  member.key.type !== "PrivateIdentifier" && member.accessibility !== "private" && !member.override;

/** The comment as Markdown: what it throws and takes is a list. */
function textOf({ value }: Comment): string {
  const text = value
    .replace(/^\*/, "")
    .replace(/^[ \t]*\* ?/gm, "")
    .trim()
    .replace(/\{@link ([^}]+)\}/g, "`$1`");
  const [said = "", ...tags] = text.split(/(?:^|\s)@(?=param|returns|throws)/);
  const items = tags.map(
    (tag) =>
      `- ${tag
        .trim()
        .replace(/\s*\n\s*/g, " ")
        .replace(/^(\w+)( \{[^}]*\})?/, "**$1**$2")
        .replace(/ \{([^}]*)\}/, " `$1`")}`,
  );
  return [said.trim(), items.join("\n")].filter((part) => part !== "").join("\n\n");
}

/** Of `Minimum 1; default 16.`: what it is when it is left out. */
const presetIn = (text: string): string | undefined =>
  /\b[Dd]efault(?:, and [^:]+)?:? (.*?)(?=[.;](?:\s|$)|$)/s.exec(text.split("\n\n")[0]!)?.[1];
