/** What is not promised of a distributed pool, or not of it: the scenarios that it is not tried by, and why. Every other one it is. */

const RETRIED = "a job whose worker dies is tried again, on another machine: `pnpm chaos` kills workers";
const ABILITY = "an ability, which a worker's local pool can have";
const LOCAL = "a matter of a worker's local pool, where it is tried";
const QUEUE = "the queue is the server's; what may be open is limited by `maxOpen`";
const NOT_MOVED = "nothing is moved to another machine: `transfer` is refused";

export const NOT_PROMISED: Readonly<Record<string, string>> = {
  abort: RETRIED,
  affinity: ABILITY,
  agreement: LOCAL,
  ahead: ABILITY,
  "busy-task": LOCAL,
  chunks: ABILITY,
  context: ABILITY,
  "deaf-neighbours": LOCAL,
  "exit-listeners": LOCAL,
  "fake-timers": "the server's client waits by timers of its own",
  "fault-at-start": LOCAL,
  "fault-in-task": RETRIED,
  "fault-of-channel": RETRIED,
  "fault-of-worker": RETRIED,
  faults: ABILITY,
  init: LOCAL,
  "keep-alive": "a connection to a server keeps its program alive until it is closed",
  "many-buffers": NOT_MOVED,
  "many-signals": "what is counted happens on the pool's side, as with threads; so many jobs take too long",
  options: LOCAL,
  "out-of-memory": RETRIED,
  poison: ABILITY,
  prewarm: LOCAL,
  prints: LOCAL,
  priority: ABILITY,
  queue: QUEUE,
  recycling: ABILITY,
  "replaced-process": LOCAL,
  retry: ABILITY,
  room: QUEUE,
  scaling: ABILITY,
  "settled-not-freed": LOCAL,
  sigint: LOCAL,
  signals: LOCAL,
  start: LOCAL,
  "start-again": LOCAL,
  statistics: ABILITY,
  stream: ABILITY,
  teardown: LOCAL,
  timeline: ABILITY,
  transfer: NOT_MOVED,
  "whole-errors": ABILITY,
  "worker-death": RETRIED,
  "worker-number": LOCAL,
};
