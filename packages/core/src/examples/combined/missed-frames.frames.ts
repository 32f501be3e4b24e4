/** The screen of `missed-frames-wrong.ts` and `missed-frames-right.ts`: it wants a new frame 60 times a second. */

/** Milliseconds from one frame to the next. */
const FRAME = 1000 / 60;

/** Draws frames from now on. What it gives back stops that and tells how many were drawn and how many were missed. */
export function drawFrames(): () => string {
  let drawn = 0;
  let missed = 0;
  let last = performance.now();
  const draw = (): void => {
    missed += missedSince(last);
    last = performance.now();
    drawn++;
  };
  const timer = setInterval(draw, FRAME);
  return () => {
    clearInterval(timer);
    return `${drawn} frames drawn, ${missed + missedSince(last)} missed`;
  };
}

/** Two frames' time without a frame is one missed frame. */
const missedSince = (last: number): number => Math.max(0, Math.round((performance.now() - last) / FRAME) - 1);
