import type { Expected } from "../../expected.ts";

// Without threads the race has one outcome: all read 0 before the first of them writes.
export default { events: { lost: /^100 deposits, balance 1, lost 99$/ } } satisfies Expected;
