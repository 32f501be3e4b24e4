/** What was claimed beside what was seen: how many times as long one takes as the other. */
import type { ClaimComparison, ClaimsReport } from "@triathlon/core/results/claims-report";
import { estimateText, rangeText, ratioText, timesScale } from "../../analysis/numbers.ts";
import { listed } from "../../analysis/words.ts";
import { type Absent, type PanelSpec, type Picture } from "../pictures/picture.ts";
import { seriesScales } from "../pictures/theme.ts";
import { counted } from "../text.ts";
import { ends, lineAtOne, logAxis, logDomain, nominal, TIMES_LABEL } from "./support/axes.ts";

const WHAT = ["claimed", "seen here"] as const;

/** One mark: a comparison, as it is claimed or as it was seen. */
interface Mark {
  compared: string;
  what: (typeof WHAT)[number];
  value: number;
  low: number;
  high: number;
}

/** With what it is a comparison of. */
type Seen = ClaimComparison & { claim: string };

export function claimedAndSeen({ claims }: Pick<ClaimsReport, "claims">): Picture | Absent {
  const about = { name: "claims", title: "What was claimed, and what was seen here?" };
  const seen = claims.flatMap(({ title, comparisons }) =>
    comparisons
      .filter(({ isCause, ratio }) => !isCause && ratio.median !== null)
      .map((comparison): Seen => ({ ...comparison, claim: title })),
  );
  if (seen.length === 0) return { ...about, absent: "No claim was tried: `pnpm claims` does that." };
  return {
    ...about,
    sentence: sentence(claims),
    howToRead:
      "How many times as long the first takes as the second, on a logarithmic scale: right of 1 it is slower. The line of what was claimed goes " +
      "from the least to the most that the source has, the line of what was seen is the 95 % interval. A source that names only who is slower has no mark.",
    panels: [{ title: "", spec: panel(seen) }],
    table: {
      header: ["claim", "compared", "claimed", "seen here", "so it"],
      right: ["seen here"],
      rows: seen.map(({ claim, name, claimed, ratio, outcome }) => [
        claim,
        name,
        claimedText(claimed),
        estimateText(ratio, timesScale) ?? "–",
        outcome,
      ]),
    },
  };
}

/** `4.29 to 7.14×`. */
export function claimedText(claimed: ClaimComparison["claimed"]): string {
  if (claimed === null) return "the first is slower";
  return `${rangeText([claimed.least, claimed.most], ratioText)}×`;
}

function marksOf({ name, claimed, ratio }: Seen): Mark[] {
  const seen: Mark = { compared: name, what: "seen here", ...ends(ratio) };
  if (claimed === null) return [seen];
  const { least, most } = claimed;
  return [{ compared: name, what: "claimed", value: Math.sqrt(least * most), low: least, high: most }, seen];
}

const ROW = 32;

function panel(seen: readonly Seen[]): PanelSpec {
  const marks = seen.flatMap(marksOf);
  const rows = [...new Set(seen.map(({ name }) => name))];
  const domain = logDomain([...marks.flatMap(({ low, high }) => [low, high]), 1], 1.3);
  const x = logAxis(domain, TIMES_LABEL, null);
  const y = {
    ...nominal("compared"),
    sort: rows,
    scale: { domain: rows },
    axis: { title: null, grid: true, ticks: false, labelExpr: "split(datum.label, ', ')" },
  };
  const yOffset = { ...nominal("what"), scale: { domain: [...WHAT], paddingOuter: 0.6 } };
  const { color, shape } = seriesScales("what", WHAT);
  return {
    width: 165,
    height: rows.length * ROW,
    data: { values: [...marks] },
    layer: [
      lineAtOne({ x: { datum: 1, ...x } }),
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: { x: { field: "low", ...x }, x2: { field: "high" }, y, yOffset, color },
      },
      {
        mark: { type: "point", filled: true },
        encoding: { x: { field: "value", ...x }, y, yOffset, color, shape },
      },
    ],
  };
}

function sentence(claims: ClaimsReport["claims"]): string {
  const outcomes = [...Map.groupBy(claims, ({ outcome }) => outcome)].map(
    ([outcome, { length }]) => `${length} ${outcome === "not known" ? unknown(length) : outcome}`,
  );
  return `Of ${counted(claims.length, "published claim")} ${listed(outcomes)}.`;
}

const unknown = (count: number): string => `${count === 1 ? "is" : "are"} not known`;
