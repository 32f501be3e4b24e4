/** The questions as a picture that is read from top to bottom: questions to the left, what to use to the right. */
import { text } from "../../report/page/html.ts";
import { PANEL_WIDTH } from "../../report/pictures/picture.ts";
import { svgFile } from "../../report/pictures/svg-file.ts";
import { wrapped } from "../../report/wrapped.ts";
import { type Answer, type Leaf, LEAVES, MEASURE, type Question, QUESTIONS, sentence, TITLE } from "./questions.ts";

/** Of a letter, in shares of the font's size: see `draw-svg.ts`. */
const LETTER = 0.55;
const FONT = { question: 12, leaf: 13, small: 11 };
const LINE = 16;
const PADDING = 8;
/** Where a line passes by a question that is not asked. */
const LANE = 5;
const BOX = { x: 18, width: 164 };
const LEAF = { x: 220, width: PANEL_WIDTH - 221, height: 36, gap: 8 };
/** Between two questions: an arrow, and the answer beside it. */
const GAP = 28;
/** Where arrows go down. */
const DOWN = BOX.x + 100;
const FOOTER = 44;

interface Row {
  question: Question;
  index: number;
  lines: string[];
  y: number;
  /** Of the question's box. */
  box: number;
  height: number;
}

/** The file. */
export function drawTree(): string {
  const rows = laidOut();
  const { y, height } = rows.at(-1)!;
  const end = y + height + FOOTER;
  const content = [...rows.map((row) => drawRow(row, rows)), footer(end)].join("\n");
  const svg = { width: PANEL_WIDTH, height: end, content };
  return svgFile({
    name: "which-model",
    title: TITLE,
    sentence: `${sentence()} Or let it be measured: ${MEASURE}.`,
    howToRead: "",
    panels: [{ title: "", svg }],
    table: { header: [], rows: [] },
  });
}

function laidOut(): Row[] {
  let y = 4;
  return QUESTIONS.map((question, index) => {
    const room = Math.floor((BOX.width - 2 * PADDING) / (FONT.question * LETTER));
    const lines = wrapped(`${index + 1}. ${question.ask}`, "", room).split("\n");
    const box = lines.length * LINE + 2 * PADDING;
    const leaves = leavesOf(question).length;
    const height = Math.max(box, leaves * (LEAF.height + LEAF.gap) - LEAF.gap);
    const row = { question, index, lines, y, box, height };
    y += height + GAP;
    return row;
  });
}

const leavesOf = ({ answers }: Question) =>
  answers.filter((answer): answer is Answer & { next: Leaf } => typeof answer.next !== "number");

function drawRow(row: Row, rows: readonly Row[]): string {
  const { question, index, lines, y, box } = row;
  const onward = question.answers.flatMap(({ answer, next }) => (typeof next === "number" ? [{ answer, next }] : []));
  return [
    rectangle({ x: BOX.x, y, width: BOX.width, height: box }, "quiet"),
    ...lines.map((line, i) => words(line, BOX.x + PADDING, y + PADDING + 12 + i * LINE, FONT.question)),
    ...leavesOf(question).flatMap((answer, i) => drawLeaf(answer, row, y + i * (LEAF.height + LEAF.gap))),
    ...onward.map(({ answer, next }) => {
      const to = rows[next - 1]!;
      return next === index + 2 ? drawDown(answer, row, to) : drawPast(answer, row, to);
    }),
  ].join("\n");
}

/** From the question to what stands beside it; from the second on, from the line to the first. */
function drawLeaf({ answer, next }: Answer & { next: Leaf }, row: Row, y: number): string[] {
  const { item, colour } = LEAVES[next];
  const middle = y + LEAF.height / 2;
  const right = BOX.x + BOX.width;
  const from = row.y + Math.min(row.box, LEAF.height) / 2;
  const elbow = right + 6;
  const line = middle === from ? `M${right},${from}` : `M${elbow},${from}V${middle}`;
  return [
    arrow(`${line}H${LEAF.x}`, LEAF.x, middle, "right"),
    words(answer, (middle === from ? right : elbow) + 4, middle - 4, FONT.small, "q"),
    rectangle({ x: LEAF.x, y, width: LEAF.width, height: LEAF.height }, colour),
    words(next, LEAF.x + PADDING, y + 15, FONT.leaf, "t", true),
    words(item ?? (next === "measure it" ? "triathlon decide" : "copy nothing"), LEAF.x + PADDING, y + 29, FONT.small),
  ];
}

/** To the next question. */
function drawDown(answer: string, row: Row, to: Row): string {
  return [
    arrow(`M${DOWN},${row.y + row.box}V${to.y}`, DOWN, to.y, "down"),
    words(answer, DOWN + 6, to.y - 10, FONT.small, "q"),
  ].join("\n");
}

/** To a later one, to the left of those between. */
function drawPast(answer: string, row: Row, to: Row): string {
  const [from, into] = [row.y + row.box / 2, to.y + to.box / 2];
  return [
    arrow(`M${BOX.x},${from}H${LANE}V${into}H${BOX.x}`, BOX.x, into, "right"),
    words(answer, LANE + 6, row.y + row.box + 16, FONT.small, "q"),
  ].join("\n");
}

function footer(end: number): string {
  return [
    words("Or let it be measured:", BOX.x, end - 22, FONT.question),
    words(MEASURE, BOX.x, end - 4, FONT.question, "t", true),
  ].join("\n");
}

const rectangle = (at: Record<"x" | "y" | "width" | "height", number>, colour: string): string =>
  `<rect x="${at.x}" y="${at.y}" width="${at.width}" height="${at.height}" rx="4" fill="var(--raised)" stroke="var(--${colour})" stroke-width="1.5"/>`;

const words = (said: string, x: number, y: number, size: number, kind: "t" | "q" = "t", bold = false): string =>
  `<text class="${kind}" x="${x}" y="${y}" font-size="${size}"${bold ? ' font-weight="bold"' : ""}>${text(said)}</text>`;

const HEADS = { right: "l-6,-4v8Z", down: "l-4,-6h8Z" };

const arrow = (path: string, x: number, y: number, into: keyof typeof HEADS): string =>
  `<path d="${path}" fill="none" stroke="var(--quiet)"/><path d="M${x},${y}${HEADS[into]}" fill="var(--quiet)"/>`;
