/** Tickets from 0 to 11 in order, and each thread's own lines in theirs. */
import type { Expected } from "../../expected.ts";

const steps = ["begins", "reads", "writes", "is done"];
const tickets = Array.from({ length: 12 }, (_, ticket) => `ticket ${ticket}`);

export default {
  events: Object.fromEntries(
    tickets.map((name, ticket) => [name, new RegExp(`^${ticket} thread [123] (${steps.join("|")})$`)]),
  ),
  order: [tickets],
} satisfies Expected;
