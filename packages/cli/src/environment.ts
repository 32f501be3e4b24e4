/** What a command works with, so that tests can give it a folder and read what it says. */
import type { Catalogue } from "./items/catalogue.ts";

export interface Environment {
  /** The folder the command was called in. */
  folder: string;
  catalogue: Catalogue;
  /** Prints text as it is; the caller ends its lines. */
  print: (text: string) => void;
  /** The command was carried out, and what it found makes its exit code 1. */
  fail: () => void;
}
