/** Hundreds to thousands of tasks of some 25 µs each: work so fine that handing it out costs as much as doing it. */
import type { Executor } from "../pool/tasks.ts";
import { prepareOnce } from "./support/prepare-once.ts";
import { COMMON_WORDS, prose } from "./support/prose.ts";
import { Random } from "./support/random.ts";
import type { Description, Implements, Io, IterationResult, Place, Workload } from "./workload.ts";

interface Parameters {
  /** About. */
  characters: number;
  /** Of one task's text. A word is never cut, so a chunk may be a little longer. */
  chunkCharacters: number;
  seed: number;
}

/** A word is a run of ASCII letters; upper and lower case are the same. */
interface Answer {
  words: number;
  /** How often each of the commonest words of English occurs. */
  occurrences: Record<string, number>;
}

/** How many words in all, then how many of each of `COMMON_WORDS`. */
type Counts = number[];

/** The bit that tells an ASCII letter's lower case from its upper case. */
const LOWER_CASE = 0x20;

export const description: Description<Parameters> = {
  name: "count-words",
  title: "Count words",
  kind: "fine-grained CPU",
  summary:
    "A text in hundreds (small) to thousands of chunks, each counted in some 25 µs: the number of words and of each common one. Here it is decided how well calls are handed out, not how fast a core is.",
  sizes: {
    small: { parameters: sized(300), iterations: 1, warmups: 1, sequentialSeconds: 0.03 },
    medium: { parameters: sized(2_000), iterations: 1, warmups: 1, sequentialSeconds: 0.2 },
    large: { parameters: sized(10_000), iterations: 2, warmups: 1, sequentialSeconds: 1.0 },
  },
  defaultSizes: ["small"],
  concurrency: 16,
  takesFiles: true,
};

function sized(tasks: number): Parameters {
  const chunkCharacters = 1_200;
  return { characters: tasks * chunkCharacters, chunkCharacters, seed: 1 };
}

export const tasks = () => {
  const places = new Map(COMMON_WORDS.map((word, index) => [word, index + 1]));

  return {
    count(chunk: string): Counts {
      const words = chunk.match(/[a-z]+/gi) ?? [];
      const counts: Counts = [words.length, ...COMMON_WORDS.map(() => 0)];
      for (const word of words) {
        const place = places.get(word.toLowerCase());
        if (place !== undefined) counts[place]! += 1;
      }
      return counts;
    },
  };
};

type Tasks = ReturnType<typeof tasks>;

/** Writes the text; the user's own files are left as they are. */
export async function prepare(parameters: Parameters, { folder, files }: Place, io: Io): Promise<void> {
  if (files !== null) return;
  await prepareOnce(io, folder, parameters, () => io.writeFile(textPath(folder), seededText(parameters)));
}

export async function inputs(parameters: Parameters, { folder, files }: Place, io: Io): Promise<string[]> {
  const text = files === null ? await io.readText(textPath(folder)) : await userText(files, io);
  return [...chunks(text, parameters.chunkCharacters)];
}

export async function run(executor: Executor<Tasks>, inputs: string[]): Promise<IterationResult<Answer>> {
  const total: Counts = [0, ...COMMON_WORDS.map(() => 0)];
  for await (const counts of executor.map("count", inputs, { lookAhead: 256 })) {
    for (let place = 0; place < total.length; place++) total[place]! += counts[place]!;
  }
  const [words = 0, ...occurrences] = total;
  return {
    answer: { words, occurrences: Object.fromEntries(COMMON_WORDS.map((word, i) => [word, occurrences[i] ?? 0])) },
  };
}

/** Letter by letter through the whole text, which is made again instead of read. */
export async function expected(parameters: Parameters, { files }: Place, io: Io): Promise<Answer> {
  const text = files === null ? seededText(parameters) : await userText(files, io);
  const answer: Answer = { words: 0, occurrences: Object.fromEntries(COMMON_WORDS.map((word) => [word, 0])) };
  let word = "";
  for (let index = 0; index <= text.length; index++) {
    const code = text.charCodeAt(index);
    if (isLetter(code)) {
      word += String.fromCharCode(code | LOWER_CASE);
    } else if (word !== "") {
      answer.words++;
      if (Object.hasOwn(answer.occurrences, word)) answer.occurrences[word]! += 1;
      word = "";
    }
  }
  return answer;
}

/** Cuts the text after so many characters, or where the word that is there ends. */
function* chunks(text: string, characters: number): Generator<string> {
  for (let start = 0; start < text.length;) {
    let end = start + characters;
    while (end < text.length && isLetter(text.charCodeAt(end))) end++;
    yield text.slice(start, end);
    start = end;
  }
}

function isLetter(code: number): boolean {
  const lowerCase = code | LOWER_CASE;
  return lowerCase >= 0x61 && lowerCase <= 0x7a;
}

function seededText({ characters, seed }: Parameters): string {
  return prose(new Random(seed), characters);
}

function textPath(folder: string): string {
  return `${folder}/text.txt`;
}

async function userText(folder: string, io: Io): Promise<string> {
  const texts: string[] = [];
  for (const name of await io.listFiles(folder)) texts.push(await io.readText(`${folder}/${name}`));
  return texts.join("\n");
}

export type Checked = Implements<Workload<Parameters, Tasks, string[], Answer>, typeof import("./count-words.ts")>;
