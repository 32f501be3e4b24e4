/**
 * A fixed probe in worker A, alone and while worker B makes noise, in turn. Figures for each kind of work of the probe (see
 * `disturbed.ts`), one for each pair: `computeAlonePerSecond` and `computeNoisyPerSecond`, and so on.
 */
import { streaming } from "../../../abilities/stream.ts";
import { PROBES } from "../disturbed.ts";
import { NOISES, type Noise } from "../noise.ts";
import { type Description, numberOf, type Observed, poolAt, type Stage, textOf } from "../probe.ts";

/** How long the noise is made before the probe begins. */
const LEAD_MILLISECONDS = 15;

export const description: Description = {
  name: "interference",
  title: "Interference",
  question: "How much slower is one worker while another one makes noise?",
  blocks: 6,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    const amount = { pairs: smoke ? 1 : 3, partMilliseconds: smoke ? 4 : 12 };
    return ["threading", "multiprocessing"].flatMap((place) =>
      NOISES.map((noise) => ({
        place,
        setting: { noise },
        amount,
        ...(noise === "contend on Atomics" &&
          place === "multiprocessing" && { notRun: "processes share no memory to contend on" }),
      })),
    );
  },
};

export async function run(stage: Stage): Promise<Observed> {
  const noise = textOf(stage.setting, "noise") as Noise;
  const milliseconds = numberOf(stage.amount, "partMilliseconds");
  const shared = stage.place === "threading" ? new Int32Array(new SharedArrayBuffer(4)) : undefined;
  const figures: Record<string, number[]> = {};
  await using probed = poolAt(stage, 1, [streaming()]);
  await using noisy = poolAt(stage, 1, [streaming()]);
  await Promise.all([probed.prewarm(), noisy.prewarm()]);
  const probe = async (state: "Alone" | "Noisy"): Promise<void> => {
    const found = await probed.submit("disturbed", [milliseconds, shared]);
    for (const name of PROBES) (figures[`${name}${state}PerSecond`] ??= []).push(Math.round(found[name]));
  };
  const probeInNoise = async (): Promise<void> => {
    const length = LEAD_MILLISECONDS + milliseconds * (PROBES.length + 1);
    const made = noisy.submit("makeNoise", [noise, length, shared], { onItem: () => {} });
    await new Promise((resolve) => setTimeout(resolve, LEAD_MILLISECONDS));
    await probe("Noisy");
    await made;
  };
  // Both sides compiled, and what is made once made.
  await Promise.all([
    probed.submit("disturbed", [milliseconds, shared]),
    noisy.submit("makeNoise", [noise, LEAD_MILLISECONDS, shared], { onItem: () => {} }),
  ]);
  for (let pair = 0; pair < numberOf(stage.amount, "pairs"); pair++) {
    // Which comes first changes, so that a machine that becomes slower or faster favours neither.
    if (pair % 2 === 0) {
      await probe("Alone");
      await probeInNoise();
    } else {
      await probeInNoise();
      await probe("Alone");
    }
  }
  return { figures };
}
