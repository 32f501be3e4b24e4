/** Reads a list of names from the command line. What commander calls with the option's value: `a,b` and repeated options add up. */
export const names = (value: string, before: string[] = []): string[] => [
  ...before,
  ...value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== ""),
];
