/** Deno prints what a worker has not caught, though its error was heard and kept from ending the program. */
import type { Expected } from "../../expected.ts";

export default { events: {}, stderr: /./ } satisfies Expected;
