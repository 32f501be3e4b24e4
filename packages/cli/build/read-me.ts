/** What a folder with a pool says of itself to whoever opens it first. */
import type { Header } from "../src/items/header.ts";
import type { ExampleHeader } from "./example-header.ts";
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

/** The same, of a distributed pool, which is nothing without a server and workers. */
export function readMeOfJobs(
  { title, fields }: ExampleHeader,
  { item, version, licence, runtime, run, test, use, dont }: Omit<Header, "base">,
  install: string | undefined,
): string {
  const worker = run.replace("main.ts", "worker.ts");
  const lines = [
    `- **Install** \`${install}\`: what it imports. It needs ${runtime[0]?.toUpperCase()}${runtime.slice(1).replace(">=", "")} or newer.`,
    `- **Start a server**: ${fields.get("Server")}.`,
    `- **Start workers**, as many as you like, on any machine: \`${worker}\` with what it needs to be granted, see the head of \`main.ts\`. SIGTERM lets one leave in order.`,
    `- **Submit jobs**: \`${run}\`. **Test** \`${test}\`: it starts a server of its own, and skips, with the reason, where it can start none.`,
    "- **Yours**: `tasks.ts` holds the functions that run; `main.ts` shows how they are called, `worker.ts` in which local pool they run.",
    "- **A task may run more than once**, if its worker dies: `this.jobId` is the same each time. Give up, look, and try again: `pool.deadLetters()`, `pool.retry(id)`, `pool.discard(id)`.",
    "- **Catch** what every pool rejects with (`pool/errors.ts`), and `NotAccepted`, `DeadLetter`, `PayloadTooLarge` (`distributed/errors.ts`).",
    "- **Leave alone** `pool/`, `distributed/` and `thread-pool.ts`, or take them over: `triathlon diff` shows what you changed, `triathlon update` keeps it.",
    `- **Take it when** ${use}`,
    `- **Not when** ${dont}`,
  ];
  return `# ${folderName({ name: item })}\n\n${title}. A copy of \`${item}\` ${version}, and yours (${licence}).\n\n${lines.join("\n")}\n`;
}
