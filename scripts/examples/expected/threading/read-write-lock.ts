import type { Expected } from "../../expected.ts";

export default { events: { readers: /^readers at once, at most: [1-3]$/ } } satisfies Expected;
