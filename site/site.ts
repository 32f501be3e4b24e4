/** `pnpm site build` and `pnpm site serve`: the documentation as a site. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import sirv from "sirv";
import { REPOSITORY } from "../scripts/repository.ts";
import { runCommand } from "../scripts/run-command.ts";
import { UsageError } from "../scripts/usage-error.ts";
import { writeSite } from "./write-site.ts";

const OUT = join(REPOSITORY, "site", "dist");

const command = new Command("site").description(
  "The documentation as a site: static files, which can be opened from a disk.",
);

command
  .command("build")
  .description("Makes the site anew.")
  .option("--out <DIR>", "the folder it is written to; what is in it is removed", OUT)
  .action(async ({ out }: { out: string }) => {
    const pages = await writeSite(REPOSITORY, out);
    process.stdout.write(`${pages} pages: open ${join(out, "index.html")}\n`);
  });

command
  .command("serve")
  .description("Serves the site on 127.0.0.1 until it is interrupted.")
  .option("--out <DIR>", "the folder of a site", OUT)
  .option("--port <N>", "where it listens; default: a free one", portOf, 0)
  .action(({ out, port }: { out: string; port: number }) => {
    if (!existsSync(join(out, "index.html")))
      throw new UsageError(`Cannot serve "${out}": wanted a site, found no index.html: run: pnpm site build`);
    const server = createServer(sirv(out, { dev: true }));
    server.listen(port, "127.0.0.1", () => {
      process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
    });
  });

await runCommand(command);

function portOf(value: string): number {
  if (/^\d+$/.test(value) && Number(value) < 65_536) return Number(value);
  throw new UsageError(`Cannot serve the site: --port must be a whole number from 0 to 65535: found "${value}"`);
}
