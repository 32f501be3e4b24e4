/**
 * Globals as they are before the function's module is there, which may put others in their place: a clock of a test that stands still, timers
 * that never ring.
 */

export const now: () => number = performance.now.bind(performance);
export const { setTimeout, clearTimeout, structuredClone } = globalThis;
export const { parse, stringify } = JSON;
