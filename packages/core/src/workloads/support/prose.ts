/**
 * Seeded prose with word frequencies like those of natural language: the word of rank r occurs in proportion to 1 / (r + 2)
 * (Zipf's law in Mandelbrot's form, with a small shift).
 */
import type { Random } from "./random.ts";

/** The commonest words of written English, commonest first. */
export const COMMON_WORDS: readonly string[] =
  "the of and to a in is it that was for on as with be by at from or this".split(" ");

const VOCABULARY = 4000;
const SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi lo tu na re shi dro kla".split(" ");

/** About `characters` characters (the last sentence is finished): sentences in paragraphs, one paragraph a line. */
export function prose(random: Random, characters: number): string {
  let text = "";
  while (text.length < characters) text += paragraph(random) + "\n";
  return text;
}

/** Three to six sentences. */
export function paragraph(random: Random): string {
  return Array.from({ length: random.between(3, 6) }, () => sentence(random)).join(" ");
}

/** Five to twenty words, capital first, full stop last. */
export function sentence(random: Random): string {
  let text = word(random);
  text = text.charAt(0).toUpperCase() + text.slice(1);
  for (let more = random.between(4, 19); more > 0; more--)
    text += (random.between(1, 12) === 1 ? ", " : " ") + word(random);
  return text + ".";
}

function word(random: Random): string {
  const { words, draws } = (lexicon ??= makeLexicon());
  return words[draws[random.uint32() & 0xffff]!]!;
}

/** Every word, and 2¹⁶ draws among them: a word's share of the draws is its frequency. Made when first needed. */
let lexicon: { words: string[]; draws: Uint16Array } | undefined;

function makeLexicon(): { words: string[]; draws: Uint16Array } {
  const words = Array.from({ length: VOCABULARY }, (_, rank) => COMMON_WORDS[rank] ?? madeUpWord(rank));
  let total = 0;
  for (let rank = 0; rank < VOCABULARY; rank++) total += 1 / (rank + 2);

  const draws = new Uint16Array(2 ** 16);
  let cumulated = 0;
  let filled = 0;
  for (let rank = 0; rank < VOCABULARY; rank++) {
    cumulated += 1 / (rank + 2);
    const end = rank === VOCABULARY - 1 ? draws.length : Math.round((cumulated / total) * draws.length);
    draws.fill(rank, filled, end);
    filled = end;
  }
  return { words, draws };
}

/** The number spelled in syllables: a short word for a small number, and no word twice. */
function madeUpWord(number: number): string {
  const rest = Math.floor(number / SYLLABLES.length);
  return (rest > 0 ? madeUpWord(rest) : "") + SYLLABLES[number % SYLLABLES.length]!;
}
