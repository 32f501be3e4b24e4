/** The tasks of `named-arguments.ts`: what a worker can be asked to do. */

/** Two arguments by their position. */
export function byPosition(parameter1: number, parameter2: number): string {
  return `${parameter1} and ${parameter2}`;
}

/** Two arguments by their name: one object. */
export function byName({ parameter1, parameter2 }: { parameter1: number; parameter2: number }): string {
  return `${parameter1} and ${parameter2}`;
}
