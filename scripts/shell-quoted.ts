/** A word for a POSIX shell, as it is: hyperfine splits its command as one would. */
export const shellQuoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
