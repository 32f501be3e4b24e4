/** The worker of `round-trip.ts`: it answers each question when its pause is over. */
declare const self: Worker;

export interface Question {
  id: number;
  question: string;
  /** Milliseconds. */
  pause: number;
}

self.addEventListener("message", ({ data: question }: MessageEvent<Question>) => {
  const answer = { id: question.id, text: question.question.toUpperCase() };
  setTimeout(() => self.postMessage(answer), question.pause);
});
