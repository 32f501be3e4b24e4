/**
 * What an example printed in each runtime when it was last published: `<!-- generated:output async/gather -->`. Runtimes that
 * printed the same share a block.
 */
import { runtimeTitle } from "../../analysis/words.ts";
import { readOutputs } from "../../examples/outputs.ts";
import { type DocumentPlace, RUNTIMES } from "../section.ts";

/** @throws {Error} when the example was never published */
export function generate({ root, document, argument }: DocumentPlace): string {
  const { outputs } = readOutputs(root);
  const printed = RUNTIMES.map((runtime) => ({ runtime, output: outputs[`${runtime}/${argument}`] }));
  const blocks = Map.groupBy(
    printed.filter(({ output }) => output !== undefined),
    ({ output = "" }) => output,
  );
  if (blocks.size === 0) {
    throw new Error(
      `Cannot fill the section "output" of "${document}": wanted what "${argument}" printed, found nothing: run pnpm examples check --publish`,
    );
  }
  return [...blocks]
    .map(
      ([output, same]) =>
        `${same.map(({ runtime }) => runtimeTitle(runtime)).join(", ")}:\n\n\`\`\`\n${output.trim()}\n\`\`\``,
    )
    .join("\n\n");
}
