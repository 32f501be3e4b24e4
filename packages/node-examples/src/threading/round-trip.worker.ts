/** The worker of `round-trip.ts`: it answers each question when its pause is over. */
import { parentPort } from "node:worker_threads";

export interface Question {
  id: number;
  question: string;
  /** Milliseconds. */
  pause: number;
}

parentPort!.on("message", (question: Question) => {
  const answer = { id: question.id, text: question.question.toUpperCase() };
  setTimeout(() => parentPort!.postMessage(answer), question.pause);
});
