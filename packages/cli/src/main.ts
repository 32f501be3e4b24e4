#!/usr/bin/env node
/** The command `triathlon`. */
import { readFileSync } from "node:fs";
import process from "node:process";
import { CommanderError } from "commander";
import { Catalogue } from "./items/catalogue.ts";
import { printable } from "./printable.ts";
import { program } from "./program.ts";
import { Refusal } from "./refusal.ts";
import { UsageError } from "./usage-error.ts";

// Whoever reads, e.g. `head`, may have enough: what the command does goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
process.exitCode = await main();

async function main(): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  try {
    let exitCode = 0;
    const environment = {
      folder: process.cwd(),
      catalogue: new Catalogue(),
      print: (text: string) => void process.stdout.write(printable(text)),
      fail: () => (exitCode = 1),
    };
    await program(environment, version).parseAsync();
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError || error instanceof Refusal)) throw error;
    process.stderr.write(`${printable(error.message)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
