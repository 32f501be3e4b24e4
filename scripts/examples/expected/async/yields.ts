import type { Expected } from "../../expected.ts";

const starving = (name: string): RegExp => new RegExp(`^${name}: 0 turns of a timer during 200 yields$`);
const yielding = (name: string): RegExp => new RegExp(`^${name}: [1-9]\\d* turns of a timer during 200 yields$`);

export default {
  events: {
    await: starving("await null"),
    queueMicrotask: starving("queueMicrotask"),
    nextTick: starving("process.nextTick"),
    setImmediate: yielding("setImmediate"),
    setTimeout: yielding("setTimeout 0"),
    "scheduler.yield": yielding("scheduler.yield"),
    // None at all in some runtimes, one or two in others.
    MessageChannel: /^MessageChannel: \d+ turns of a timer during 200 yields$/,
  },
} satisfies Expected;
