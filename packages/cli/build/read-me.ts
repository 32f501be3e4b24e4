/** What a folder with a pool says of itself to whoever opens it first. */
import type { Header } from "../src/items/header.ts";
import { endOf, folderName, type OtherForm } from "../src/items/item.ts";

/** @param paths of the copy's other files */
export function readMe(
  title: string,
  { item, version, licence, runtime, run, test, use, dont }: Omit<Header, "base">,
  paths: readonly string[],
  form?: OtherForm,
): string {
  const end = endOf({ form });
  const pool = `${folderName({ name: item })}${end}`;
  const kept = paths.includes(pool) ? `\`pool/\` and \`${pool}\`` : "`pool/`";
  const close = form ? "`await pool.close()` at the end." : "`await using pool`, or `await pool.close()` at the end.";
  const lines = [
    `- **Yours**: \`tasks${end}\` holds the functions that run; \`main${end}\` shows how they are called.`,
    '- **Call** `pool.submit("task", [arguments], { signal, timeout })`: a promise. `pool.map("task", inputs)` yields results in the order of the inputs, `pool.asCompleted("task", inputs)` as they come. ' +
      close,
    `- **Catch** \`TaskError\` (its \`cause\` is what the task threw), \`DeadlineExceeded\`, \`TaskCancelled\`, \`QueueFull\`, \`PoolClosed\` and the others of \`pool/errors${end}\`.`,
    `- **Leave alone** ${kept}, or take it over: \`triathlon diff\` shows what you changed, \`triathlon update\` keeps it.`,
    `- **Run** \`${run}\`, **test** \`${test}\`. It needs ${runtime[0]?.toUpperCase()}${runtime.slice(1).replace(">=", "")} or newer, and nothing else.`,
    `- **Take it when** ${use}`,
    `- **Not when** ${dont}`,
  ];
  return `# ${folderName({ name: item })}\n\n${title}. A copy of \`${item}\` ${version}, and yours (${licence}).\n\n${lines.join("\n")}\n`;
}
