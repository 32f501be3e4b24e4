/**
 * Which model suits a function, as questions: in the words and in the order of what `triathlon decide` prints of it, which a test holds. The
 * picture, the table and the questions of `docs/which-model.md` are these.
 */

export interface Question {
  ask: string;
  /** At least two. */
  answers: readonly Answer[];
}

export interface Answer {
  /** On the line that leads on: `yes`. */
  answer: string;
  /** What is answered, as the end of a sentence that begins with the function: `has threads of its own`. */
  means: string;
  /** What to use; or which question comes next, from 1. */
  next: Leaf | number;
}

/** Models as `decide` names them, and `measure it`. */
export type Leaf = keyof typeof LEAVES;

/** `item`: what is copied, behind the runtime's name; null where there is nothing to copy. `colour`: a variable of `colours.css`. */
export const LEAVES = {
  "as it is": { item: null, colour: "sequential" },
  async: { item: "async-pool", colour: "async" },
  threads: { item: "thread-pool", colour: "threading" },
  processes: { item: "process-pool", colour: "multiprocessing" },
  "measure it": { item: null, colour: "accent" },
} as const;

export const TITLE = "Which model for my function?";
export const MEASURE = "triathlon decide ./my-function.ts";

export const QUESTIONS: readonly Question[] = [
  {
    ask: "Has it threads of its own?",
    answers: [
      { answer: "yes", means: "has threads of its own", next: "async" },
      { answer: "no", means: "has no threads of its own", next: 2 },
    ],
  },
  {
    ask: "Does it wait, or compute?",
    answers: [
      { answer: "both", means: "waits and computes", next: "measure it" },
      { answer: "it waits", means: "waits", next: 3 },
      { answer: "it computes", means: "computes", next: 4 },
    ],
  },
  {
    ask: "Does it block while it waits?",
    answers: [
      { answer: "no", means: "does not block", next: "async" },
      { answer: "yes", means: "blocks", next: "threads" },
    ],
  },
  {
    ask: "Does a call take less than one to a worker costs?",
    answers: [
      { answer: "yes", means: "takes less than a call to a worker costs", next: "as it is" },
      { answer: "no", means: "takes longer", next: 5 },
    ],
  },
  {
    ask: "Can its arguments and answer be sent to a worker?",
    answers: [
      { answer: "no", means: "has what cannot be sent to a worker", next: "as it is" },
      { answer: "yes", means: "can be sent to a worker", next: 6 },
    ],
  },
  {
    ask: "May it crash, or must it be ended for certain?",
    answers: [
      { answer: "yes", means: "may crash, or must be ended for certain", next: "processes" },
      { answer: "no", means: "need not be ended for certain", next: "threads" },
    ],
  },
];

export interface Way {
  /** What the function is like, one answer after the other. */
  means: readonly string[];
  leaf: Leaf;
}

/** Every way from the first question to a leaf, in the order of the questions. */
export function ways(from = 1, means: readonly string[] = []): Way[] {
  return QUESTIONS[from - 1]!.answers.flatMap((answer): Way[] => {
    const so = [...means, answer.means];
    return typeof answer.next === "number" ? ways(answer.next, so) : [{ means: so, leaf: answer.next }];
  });
}

/** The tree in words, for those who do not see it. */
export const sentence = (): string =>
  QUESTIONS.map(({ ask, answers }, index) => {
    const ends = answers.map(
      ({ answer, next }) => `${answer}: ${typeof next === "number" ? `question ${next}` : copyOf(next)}`,
    );
    return `${index + 1}. ${ask} ${ends.join("; ")}.`;
  }).join(" ");

const copyOf = (leaf: Leaf): string => (LEAVES[leaf].item === null ? leaf : `${leaf}, ${LEAVES[leaf].item}`);
