/**
 * Ask a thread, and know which answer is to which question.
 *
 * Shows: one worker, messages both ways, and a number that tells answers apart.
 * Use when: you want to see what is under `submit`.
 * Not when: you need it in earnest: a worker that dies leaves its questions unanswered here; a pool rejects them.
 * Run: deno run --allow-read=packages/deno-examples/src packages/deno-examples/src/threading/round-trip.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/runtime/reference/web_platform_apis/#web-workers
 */
interface Answer {
  id: number;
  text: string;
}

const worker = new Worker(new URL("./round-trip.worker.ts", import.meta.url), { type: "module" });

// Answers arrive when they are ready, in any order: each carries the number of its question.
const waiting = new Map<number, (text: string) => void>();
worker.addEventListener("message", ({ data: answer }: MessageEvent<Answer>) => {
  console.log(`arrives: ${answer.text}`);
  waiting.get(answer.id)?.(answer.text);
  waiting.delete(answer.id);
});

let last = 0;
function ask(question: string, pause: number): Promise<string> {
  const id = ++last;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker.postMessage({ id, question, pause });
  });
}

const texts = await Promise.all([ask("slow", 200), ask("quick", 0)]);
// => arrives: QUICK
// => arrives: SLOW
console.log(`in the order of the questions: ${texts.join(", ")}`); // => in the order of the questions: SLOW, QUICK
worker.terminate();
