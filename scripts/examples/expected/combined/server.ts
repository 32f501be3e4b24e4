import type { Expected } from "../../expected.ts";

/** A server that nobody asks: its own test asks it. */
export default {
  events: {
    listening: /^listening on http:\/\/127\.0\.0\.1:\d+$/,
    told: /^SIGTERM: finishing what was accepted$/,
    done: /^done$/,
  },
  order: [["listening", "told", "done"]],
  until: /^listening on /,
} satisfies Expected;
