/** The tasks of `fibonacci.ts`: what a worker can be asked to do. */

/** The nth Fibonacci number, the slow way: it computes, and never waits. */
export function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
