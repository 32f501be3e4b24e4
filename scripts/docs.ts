/** `node --import tsx scripts/docs.ts [--check]`: fills the generated sections of the Markdown files, or checks them. */
import { join } from "node:path";
import { Command } from "commander";
import { type FilledDocument, filledDocuments } from "./docs/documents.ts";
import { writeFile } from "./files/write-files.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";

const command = new Command("docs")
  .description("Fills the sections between <!-- generated:NAME --> markers from their sources.")
  .option("--check", "change nothing; exit 1 when a section is not what its sources say")
  .option("--root <DIR>", "the repository", REPOSITORY)
  .action(async ({ check = false, root }: { check?: boolean; root: string }) => {
    const stale = (await filledDocuments(root)).filter(({ current, wanted }) => current !== wanted);
    if (check) reject(stale);
    else fill(stale, root);
  });

await runCommand(command);

function reject(stale: readonly FilledDocument[]): void {
  if (stale.length === 0) return;
  const names = stale.map(({ document }) => `"${document}"`).join(", ");
  process.stderr.write(
    `Cannot accept ${names}: generated sections differ from their sources: run \`node --import tsx scripts/docs.ts\`\n`,
  );
  process.exitCode = 1;
}

function fill(stale: readonly FilledDocument[], root: string): void {
  for (const { document, wanted } of stale) {
    writeFile(join(root, document), wanted);
    process.stdout.write(`${document}\n`);
  }
}
