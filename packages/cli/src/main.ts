#!/usr/bin/env node
/** The command `triathlon`. */
import { readFileSync } from "node:fs";
import process from "node:process";
import { CommanderError } from "commander";
import { Catalogue } from "./items/catalogue.ts";
import { printable } from "./printable.ts";
import { program } from "./program.ts";
import { Refusal } from "./refusal.ts";
import { hearStreams, lostAnswer, print, tell } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

hearStreams();
process.exitCode = await main();
process.once("exit", () => {
  const lost = lostAnswer();
  if (lost === undefined) return;
  tell(`${lost}\n`);
  process.exitCode = 1;
});

async function main(): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  try {
    let exitCode = 0;
    const environment = {
      folder: workingFolder(),
      catalogue: new Catalogue(),
      print,
      fail: () => (exitCode = 1),
    };
    await program(environment, version).parseAsync();
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError || error instanceof Refusal)) throw error;
    tell(`${printable(error.message)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** @throws {Refusal} when somebody took it away since the shell went there */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new Refusal("Cannot begin: wanted a folder to work in, found it gone: change into one that is there", {
      cause: error,
    });
  }
}
