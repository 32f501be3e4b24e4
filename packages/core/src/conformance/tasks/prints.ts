/** Tasks that print, in every way there is; this module prints when it is imported, too. */
import process from "node:process";

// Whoever keeps it at import keeps what was there before anybody put something else in its place.
const { log } = console;
log("printed at import");
process.stdout.write("and past the console\n");

/** Every method of the console. @returns how many there were */
export function printAll(): number {
  const methods = Object.entries(console).filter(([, method]) => typeof method === "function");
  for (const [name, method] of methods) {
    if (name !== "write" && /^[a-z]+([A-Z][a-z]+)?$/.test(name))
      (method as (what: unknown) => void).call(console, name);
  }
  for (let groups = 0; groups < 3; groups++) console.groupEnd(); // or all that follows is indented
  log("printed by what was kept");
  return methods.length;
}

/** Prints past whatever stands in the place of the console. */
export async function printRaw(text: string, times: number): Promise<string> {
  for (let i = 0; i < times; i++) await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
  return text;
}

/** Prints every byte there is beside every other, and ends the line. */
export async function printBytes(): Promise<number> {
  const pairs = Array.from({ length: 256 * 256 }, (_, i) => [i >> 8, i & 255]);
  const bytes = Uint8Array.from([...pairs.flat(), 10]);
  await new Promise<void>((resolve) => process.stdout.write(bytes, () => resolve()));
  return bytes.length;
}
