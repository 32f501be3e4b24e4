/** Units for what is smaller than a KiB or a µs. */
import { bytesScale, type Scale, secondsScale, whole } from "../../analysis/numbers.ts";

export const smallBytesScale = (typical: number): Scale =>
  typical < 1024 ? { unit: " B", show: whole } : bytesScale(typical);

export const smallSecondsScale = (typical: number): Scale =>
  typical < 1e-6 ? { unit: " ns", show: (value) => whole(value * 1e9) } : secondsScale(typical);
