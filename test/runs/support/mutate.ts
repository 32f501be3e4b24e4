/** Changes what was valid: a value somewhere in a JSON document, or the lines of a journal. */
import { below, type Random } from "../../../packages/core/src/statistics/random.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Anything a terminal, a page, a spreadsheet or a shell would obey, or a program stumble over. */
export const HOSTILE_TEXT = [
  "",
  " ",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "=1+1",
  "a|b\n# c",
  "`x` [y](javascript:z) <img src=x onerror=y>",
  "</title></script><script>boom()</script>",
  "\u001b[2J\u0007\u0000\u009b",
  "\u202e\ud800",
  "x".repeat(5000),
  "node",
  "multiprocessing",
];

const NUMBERS = [0, -1, 1, 2, 0.5, -0, 1e-308, 1e308, -1e308, 1e9, 2 ** 31, 2 ** 53, 2 ** 53 + 2, 4096];

const VALUES: readonly Json[] = [...HOSTILE_TEXT, ...NUMBERS, null, true, false, [], {}, [[]], [null], { a: { b: 1 } }];

const oneOf = <Item>(items: readonly Item[], random: Random): Item =>
  structuredClone(items.at(below(items.length, random))) as Item;

/** A copy with one thing changed: taken away, replaced, doubled, renamed, exchanged. */
export function mutated(document: unknown, random: Random): unknown {
  const root = structuredClone(document) as Json;
  const places = placesIn(root);
  if (places.length === 0) return oneOf(VALUES, random);
  const { holder, name } = places.at(below(places.length, random))!;
  const held = holder as Record<string | number, Json | undefined>;
  const before = held[name] as Json;
  switch (below(14, random)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else delete held[name];
      break;
    case 1:
      if (Array.isArray(holder)) holder.push(before);
      else
        Object.defineProperty(held, oneOf(HOSTILE_TEXT, random), {
          value: before,
          enumerable: true,
          configurable: true,
        });
      break;
    case 2: {
      const other = places.at(below(places.length, random))!;
      held[name] = structuredClone((other.holder as Record<string | number, Json | undefined>)[other.name] as Json);
      break;
    }
    case 3:
      held[name] = typeof before === "number" ? oneOf(NUMBERS, random) : oneOf(VALUES, random);
      break;
    case 4:
      held[name] =
        typeof before === "number" ? before * oneOf([-1, 2, 1000, 1e300], random) : oneOf(HOSTILE_TEXT, random);
      break;
    case 5:
      held[name] = typeof before === "number" ? before + oneOf([-1, 1], random) : oneOf(HOSTILE_TEXT, random);
      break;
    case 6:
      held[name] = typeof before === "string" ? before + oneOf(HOSTILE_TEXT, random) : oneOf(VALUES, random);
      break;
    case 7:
      held[name] = Array.isArray(before) ? Array.from({ length: 200 }, () => before[0] ?? null) : oneOf(VALUES, random);
      break;
    default: // mostly something that may be so
      if (typeof before === "string") held[name] = before + oneOf(HOSTILE_TEXT, random);
      else if (typeof before === "number") held[name] = before * oneOf([0.5, 1.5, 3], random);
      else return mutated(root, random);
  }
  return root;
}

interface Place {
  holder: Json[] | { [name: string]: Json };
  name: string | number;
}

function placesIn(value: Json): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const name = Array.isArray(value) ? Number(key) : key;
    return [{ holder: value, name }, ...placesIn((value as Record<string, Json | undefined>)[key] as Json)];
  });
}

/** What a crash, a copy by hand or somebody else makes of the text of a file. */
export function mutatedText(text: string, random: Random): string {
  const lines = text.split("\n");
  const at = below(lines.length, random);
  switch (below(8, random)) {
    case 0:
      return text.slice(0, below(text.length + 1, random)); // cut off
    case 1:
      return [...lines.slice(0, at), lines[at], ...lines.slice(at)].join("\n"); // a line twice
    case 2:
      return lines.filter((_, index) => index !== at).join("\n");
    case 3:
      return [lines[at], ...lines.filter((_, index) => index !== at)].join("\n"); // another order
    case 4:
      return lines.join("\r\n");
    case 5:
      return `\ufeff${text}`;
    case 6:
      return [...lines.slice(0, at), "\u0000".repeat(100), ...lines.slice(at)].join("\n");
    default: {
      const place = below(text.length + 1, random);
      return text.slice(0, place) + oneOf(HOSTILE_TEXT, random) + text.slice(place);
    }
  }
}
