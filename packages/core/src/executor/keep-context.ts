/** Callbacks and the async context of whoever gave them: what `AsyncLocalStorage` holds, and what a debugger shows as the caller. */

/**
 * The same callback, but called in the async context in which it was handed to this function, wherever the news comes from; a
 * message, for one, is heard in that of whoever caused the worker to start. A promise remembers its context in every
 * runtime, without an import.
 *
 * Calls keep their order and come one microtask later.
 *
 * @returns a function that settles as the callback does
 */
export function keepContext<Value>(callback: (value: Value) => unknown): (value: Value) => Promise<unknown> {
  let waiting: (() => void)[] = [];
  let wake: () => void;
  listen();

  function listen(): void {
    void new Promise<void>((resolve) => (wake = resolve)).then(callWaiting);
  }

  function callWaiting(): void {
    const due = waiting;
    waiting = [];
    listen();
    for (const call of due) call();
  }

  return (value) =>
    new Promise((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(callback(value));
        } catch (error) {
          reject(error);
        }
      });
      wake();
    });
}
