/** Says that it is there, and stays. */
const scope = self as unknown as { postMessage(message: unknown): void; onmessage: () => void };
scope.onmessage = () => {};
scope.postMessage("ready");

export {};
