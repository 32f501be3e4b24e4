/** How much memory a process takes, in a way that can be added up. */
/**
 * Mebibytes of memory of a process: memory that several processes share is divided among them, and so counted once.
 * Linux alone tells; NaN elsewhere.
 */
export function proportionalSetSize(pid: number): number {
  if (Deno.build.os !== "linux") return NaN;
  // Deno lets no program read /proc that has not all permissions. `cat` may.
  const { stdout } = new Deno.Command("cat", { args: [`/proc/${pid}/smaps_rollup`] }).outputSync();
  const kibibytes = /^Pss: +(\d+) kB$/m.exec(new TextDecoder().decode(stdout))?.[1];
  return Number(kibibytes) / 1024;
}
