"""Computes every figure of a run's report again, from its journal alone, and lists what disagrees.

    python3 test/recompute/recompute.py RUN

RUN is a folder with a plan (not of pools, servers or jobs), an environment, a journal (also compressed, `.gz`) and a report as JSON, which may lie one folder
above: a run's own folder, or docs/results/bench. It shares no code with the project and needs nothing beside Python 3.8: what is computed is written down in
docs/methodology.md. A figure of the report that is not computed here is listed too. Exit code 0: all agree; 1: some do not; 2: no such run.
"""
import gzip
import json
import math
import os
import sys

# Texts, which say what the figures say.
TEXTS = {"reason", "sentence", "doubts", "title", "kind", "summary", "text", "source", "lacks", "question", "command", "says", "kept", "changed", "why"}
CONFIDENCE = 0.95
LEVEL = 0.05
MARGIN = 0.02


# ---------------------------------------------------------------- statistics


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def quantile(values, share):
    """Between two values where it falls between them (type 7 of Hyndman and Fan)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = ordered[below + 1] if below + 1 < len(ordered) else ordered[below]
    return ordered[below] + (place - below) * (above - ordered[below])


def order_statistics(values):
    """The narrowest symmetric pair of samples that covers the median with 95 %: binomial chances, counted."""
    n = len(values)
    found = None
    for rank in range(1, n // 2 + 1):
        coverage = 1 - 2 * sum(math.comb(n, k) for k in range(rank)) / 2**n
        if coverage >= CONFIDENCE:
            found = (rank, coverage)
    if found is None:
        return None
    ordered = sorted(values)
    return {"low": ordered[found[0] - 1], "high": ordered[n - found[0]], "coverage": found[1]}


def estimate(values):
    values = list(values)
    return {"n": len(values), "median": median(values) if values else None, "interval": order_statistics(values) if values else None}


def subset_sums(ranks):
    """How many of all choices of ranks have each sum."""
    counts = [1] + [0] * sum(ranks)
    for rank in ranks:
        counts = [count + (counts[total - rank] if total >= rank else 0) for total, count in enumerate(counts)]
    return counts


def normal_below(z):
    return math.erfc(-z / math.sqrt(2)) / 2


def signed_rank(differences):
    """Chances of a sum of positive ranks at most, and at least, as large as the one found; ties share their mean rank."""
    unequal = [d for d in differences if d != 0]
    n = len(unequal)
    if n == 0:
        return {"less": 1.0, "greater": 1.0, "two_sided": 1.0}
    sizes = sorted(abs(d) for d in unequal)
    # Twice the mean rank of each size is whole.
    doubled = {size: 2 * sizes.index(size) + 1 + sizes.count(size) for size in set(sizes)}
    ranks = [doubled[abs(d)] for d in unequal]
    found = sum(rank for rank, d in zip(ranks, unequal) if d > 0)
    if n > 100:
        spread = math.sqrt(sum(rank * rank for rank in ranks)) / 2
        z = (found - sum(ranks) / 2) / spread
        less, greater = normal_below(z), normal_below(-z)
    else:
        counts = subset_sums(ranks)
        less, greater = sum(counts[: found + 1]) / 2**n, sum(counts[found:]) / 2**n
    return {"less": less, "greater": greater, "two_sided": min(1.0, 2 * min(less, greater))}


def walsh(differences):
    return sorted((a + b) / 2 for i, a in enumerate(differences) for b in differences[i:])


def signed_rank_interval(differences, confidence=CONFIDENCE):
    n = len(differences)
    if n > 100:
        middle, spread = n * (n + 1) / 4, math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        low, high = -8.0, 8.0
        for _ in range(60):
            z = (low + high) / 2
            low, high = (z, high) if normal_below(z) < (1 - confidence) / 2 else (low, z)
        rank, coverage = math.floor(middle + (low + high) / 2 * spread), confidence
    else:
        counts = subset_sums(range(1, n + 1))
        rank = coverage = None
        for k in range(1, len(counts) // 2 + 1):
            covered = 1 - 2 * sum(counts[:k]) / 2**n
            if covered < confidence:
                break
            rank, coverage = k, covered
        if rank is None:
            return None
    averages = walsh(differences)
    return {"low": averages[rank - 1], "high": averages[len(averages) - rank], "coverage": coverage}


def ratio_estimate(ratios):
    """Hodges and Lehmann's middle of the logarithms, with the interval of the exact signed-rank test."""
    if not ratios:
        return {"n": 0, "median": None, "interval": None}
    logs = [math.log(ratio) for ratio in ratios]
    interval = signed_rank_interval(logs)
    if interval is not None:
        interval = {"low": math.exp(interval["low"]), "high": math.exp(interval["high"]), "coverage": interval["coverage"]}
    return {"n": len(ratios), "median": math.exp(median(walsh(logs))), "interval": interval}


def holm(values, size):
    adjusted, largest = [0.0] * len(values), 0.0
    for place, index in enumerate(sorted(range(len(values)), key=lambda i: values[i])):
        largest = max(largest, min(1.0, values[index] * (size - place)))
        adjusted[index] = largest
    return adjusted


def student_two_sided(t, freedom):
    """For whole degrees of freedom a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan(abs(t) / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    if freedom % 2:
        total, term = 0.0, cosine
        for k in range(1, (freedom - 1) // 2 + 1):
            total += term
            term *= cosine * cosine * 2 * k / (2 * k + 1)
        return 1 - 2 / math.pi * (angle + sine * total)
    total, term = 0.0, 1.0
    for k in range(1, freedom // 2 + 1):
        total += term
        term *= cosine * cosine * (2 * k - 1) / (2 * k)
    return 1 - sine * total


def trimmed_mean_test(differences):
    """The mean without a fifth at either end, and how often such a t comes of nothing (Tukey and McLaughlin)."""
    n = len(differences)
    if n < 5:
        return None
    cut = n // 5
    ordered = sorted(differences)
    kept = ordered[cut : n - cut]
    mean = sum(kept) / len(kept)
    held = [min(max(d, kept[0]), kept[-1]) for d in ordered]
    centre = sum(held) / n
    variance = sum((d - centre) ** 2 for d in held) / (n - 1)
    if variance == 0:
        return None
    t = mean / (math.sqrt(variance) / (0.6 * math.sqrt(n)))
    return mean, student_two_sided(t, n - 2 * cut - 1)


def zero_crossing(points):
    """Of (place, value, weight): where the nearest rising curve crosses zero."""
    curve = []
    for point in points:
        while curve and curve[-1][1] > point[1]:
            (a, b, v), (c, d, w) = curve.pop(), point
            point = ((a * v + c * w) / (v + w), (b * v + d * w) / (v + w), v + w)
        curve.append(point)
    if curve[0][1] >= 0:
        return -math.inf
    for (a, b, _), (c, d, _) in zip(curve, curve[1:]):
        if d >= 0:
            return a + (0 - b) / (d - b) * (c - a)
    return math.inf


# ---------------------------------------------------------------- the bench


def flat_end(passes):
    """From which pass on they are flat; None where they are not."""
    if len(passes) < 5 or min(passes) <= 0:
        return None
    if len(passes) < 30:
        last = passes[-5:]
        mean = sum(last) / 5
        return len(passes) - 5 if math.sqrt(sum((p - mean) ** 2 for p in last) / 4) / mean <= 0.02 else None
    skipped = max(0, len(passes) - 300)
    logs = [math.log(p) for p in passes[skipped:]]
    start = level_since(logs)
    return skipped + start if start <= 0.75 * len(logs) else None


def level_since(logs):
    n = len(logs)
    price = 15 * math.log(n)
    sums, squares = [0.0], [0.0]
    for value in logs:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)
    best, begins = [-price] + [math.inf] * n, [0] * (n + 1)
    for end in range(5, n + 1):
        for start in range(0, end - 4):
            if best[start] == math.inf:
                continue
            count = end - start
            mean = (sums[end] - sums[start]) / count
            variance = (squares[end] - squares[start]) / count - mean * mean
            total = best[start] + price + count * math.log(max(variance, 1e-6))
            if total < best[end]:
                best[end], begins[end] = total, start
    bounds, end = [n], n
    while end > 0:
        end = begins[end]
        bounds.insert(0, end)
    levels = [median(logs[a:b]) for a, b in zip(bounds, bounds[1:])]
    start = 0
    for index, level in enumerate(levels):
        if abs(level - levels[-1]) > math.log(1.05):
            start = bounds[index + 1]
    return start


def last_against_first(passes):
    third = len(passes) // 3
    return median(passes[-third:]) / median(passes[:third])


def execution_of(record):
    """With the figures that are taken of its passes."""
    warmups, timed = record["warmupSeconds"], record["iterationSeconds"]
    passes = warmups + timed
    end = flat_end(passes)
    warm = passes[max(end or 0, len(warmups)) :]
    added = record.get("added") or {"wallSeconds": 0, "cpuSeconds": 0}

    def without(name):
        whole, part = record[name], added[name]
        return None if whole is None or part is None else max(0, whole - part)

    trend = None
    if len(passes) >= 5 and min(passes) > 0:
        trend = (last_against_first(passes), None if end is None else last_against_first(passes[end:]))
    return {**record, "steady": median(warm) if warm else None, "wall": without("wallSeconds"), "cpu": without("cpuSeconds"), "trend": trend}


CELL = ("runtime", "model", "workload", "size", "workers", "concurrency")
VARIANT = ("model", "workers", "concurrency")


def pick(value, names):
    return {name: value[name] for name in names}


def key(value, names=CELL):
    return tuple(value[name] for name in names)


def last_attempts(executions):
    return list({(one["block"], one["position"]): one for one in executions}.values())


class Samples:
    """What a cell's executions that count gave, by block."""

    def __init__(self, executions):
        self.attempts = executions
        self.counted = [one for one in executions if not one["discarded"]]
        completed = [one for one in self.counted if one["outcome"] == "completed"]
        self.time, self.memory, self.lag = ([one for one in completed if one["pass"] == name] for name in ("time", "memory", "lag"))

    def by_block(self, figure):
        found = {one["block"]: figure(one) for one in self.time}
        return {block: value for block, value in found.items() if value is not None}

    def steady(self):
        return self.by_block(lambda one: one["steady"])


def paired(dividend, divisor):
    return [dividend[block] / divisor[block] for block in sorted(dividend) if divisor.get(block, 0) > 0]


def least_pairs(size):
    return math.ceil(1 + math.log2(size / LEVEL))


def judge(contests, size, too_noisy):
    """contests: (ratios, threshold)."""
    logs = [[math.log(ratio) for ratio in ratios] for ratios, _ in contests]
    tests = [signed_rank(one)["two_sided"] for one in logs]
    judged = []
    for (ratios, threshold), own, p, adjusted in zip(contests, logs, tests, holm(tests, size)):
        evidence = {
            "p": p if ratios else None,
            "adjustedP": adjusted if ratios else None,
            "familySize": size,
            "margin": MARGIN,
            "threshold": threshold,
            "secondOpinion": second_opinion(own, p),
        }
        judged.append({"verdict": verdict(own, threshold, adjusted, size, too_noisy), "evidence": evidence})
    return judged


def verdict(logs, threshold, adjusted, size, too_noisy):
    if len(logs) < least_pairs(size):
        return "too few executions"
    if too_noisy:
        return "inconclusive"
    interval = signed_rank_interval(logs)
    if adjusted < LEVEL and interval["low"] > math.log1p(threshold):
        return "faster"
    if adjusted < LEVEL and interval["high"] < -math.log1p(threshold):
        return "slower"
    margin = math.log1p(MARGIN)
    above, under = signed_rank([x + margin for x in logs])["greater"], signed_rank([x - margin for x in logs])["less"]
    if max(above, under) < LEVEL:
        return "equivalent"
    if adjusted >= LEVEL:
        return "inconclusive"
    return "leans faster" if interval["low"] + interval["high"] > 0 else "leans slower"


def second_opinion(logs, p):
    other = trimmed_mean_test(logs)
    if other is None:
        return None
    mean, other_p = other
    ranks = signed_rank(logs)
    side = 1 if ranks["greater"] < ranks["less"] else -1
    same_side = p >= LEVEL or (mean > 0) - (mean < 0) == side
    return "agrees" if (other_p < LEVEL) == (p < LEVEL) and same_side else "disagrees"


def unique(values):
    return list(dict.fromkeys(values))


def disturbance(records):
    """How many that somebody looked at were still disturbed at their last attempt: more than a quarter is too noisy."""
    last = last_attempts([one for one in records if one.get("noise") is not None])
    left = sum(1 for one in last if one["contamination"])
    return {"looked": len(last), "leftDisturbed": left, "tooNoisy": len(last) > 0 and left / len(last) > 0.25}


class Bench:
    def __init__(self, folder):
        self.plan = read_json(folder, "plan.json")
        self.environment = read_environment(folder)
        self.executions = [execution_of(record) for record in read_lines(folder, "journal.ndjson")]
        self.cells = self.plan["cells"]
        copies = {}
        for one in last_attempts(self.executions):
            copies.setdefault((one.get("ghost", 0),) + key(one), []).append(one)
        self.copies = copies
        self.gone = {one["runtime"] for one in self.plan["unavailable"]}
        self.pairs = self.ghost_pairs()
        self.noise = self.noise_of()

    def of(self, cell, ghost=0):
        return Samples(self.copies.get((ghost,) + key(cell), []))

    def ghost_pairs(self):
        most = max([one.get("ghost", 0) for one in self.executions], default=0)
        pairs = []
        for cell in self.cells:
            for pair in range(math.ceil((most + 1) / 2)):
                one, other = self.of(cell, 2 * pair).steady(), self.of(cell, 2 * pair + 1).steady()
                pairs += [(cell, block, s / one[block]) for block, s in other.items() if one.get(block, 0) > 0 and s > 0]
        return pairs

    def floor(self, cell, pairs=None):
        """From the pairs of the likest cells of which there are six; of a comparison that has so many itself."""
        if pairs is None:
            pairs = self.plan["timedBlocks"] or 1
        for names in (CELL, ("workload", "size", "model"), ("workload", "size"), ()):
            alike = [abs(math.log(ratio)) for one, _, ratio in self.pairs if key(one, names) == key(cell, names)]
            if len(alike) >= 6:
                return math.expm1(quantile(alike, 0.95) / math.sqrt(max(1, pairs)))
        return None

    def threshold(self, one, other, pairs):
        return max(MARGIN, self.floor(one, pairs) or 0, self.floor(other, pairs) or 0)

    def noise_of(self):
        looked = [one for one in self.executions if one.get("noise") is not None and not one["discarded"]]
        floors = [(self.floor(cell), cell) for cell in self.cells]
        floors = [(value, cell) for value, cell in floors if value is not None]
        after = [one["noise"]["capacityAfter"] for one in looked if one["noise"]["capacityAfter"] is not None]
        causes = unique(cause for one in looked for cause in one["contamination"])
        worst = max(floors, key=lambda one: one[0]) if floors else None
        return {
            "ghostPairs": [{**pick(cell, CELL), "block": block, "ratio": ratio} for cell, block, ratio in self.pairs],
            "floor": worst and {"median": median([v for v, _ in floors]), "worst": worst[0], "worstCell": pick(worst[1], CELL)},
            "capacity": {"atBest": max(one["noise"]["capacityAtBest"] or 0 for one in looked), "median": median(after), "least": min(after)}
            if after
            else None,
            **disturbance(looked),
            "disturbed": sum(1 for one in looked if one["attempt"] == 1 and one["contamination"]),
            "repeats": sum(1 for one in looked if one["attempt"] > 1),
            "causes": {cause: sum(1 for one in looked if cause in one["contamination"]) for cause in causes},
        }

    def report(self):
        plan, last = self.plan, last_attempts(self.executions)
        blocks = plan["timedBlocks"] and plan["discardedBlocks"] + plan["timedBlocks"] + plan["memoryBlocks"] + plan.get("lagBlocks", 0)
        planned = blocks and blocks * len(self.cells) + plan["timedBlocks"] * plan.get("ghostsPerBlock", 0)
        names = unique(cell["runtime"] for cell in self.cells)
        there = [cell for cell in self.cells if cell["runtime"] not in self.gone]
        silent = [cell for cell in there if not self.of(cell).steady()]
        failed = ("runtime", "model", "workload", "size", "workers", "concurrency", "block", "pass", "discarded", "exitCode", "signal", "stderrTail")
        groups = [
            [cell for runtime in names for cell in self.cells if key(cell, ("runtime", "workload", "size")) == (runtime, workload, size)]
            for workload in unique(cell["workload"] for cell in self.cells)
            for size in unique(cell["size"] for cell in self.cells if cell["workload"] == workload)
        ]
        comparisons = [self.comparison(group) for group in groups]
        return {
            **pick(plan, ("runId", "mode", "profile", "timer", "seed", "timedBlocks", "memoryBlocks")),
            "reportVersion": 4,
            "lagBlocks": plan.get("lagBlocks", 0),
            "partial": planned is None or len(last) < planned,
            "executions": {
                "planned": planned,
                "recorded": len(last),
                **{name: sum(1 for one in last if one["outcome"] == name) for name in ("completed", "failed", "skipped")},
            },
            "noise": self.noise,
            "runtimes": [name for name in names if name not in self.gone],
            "models": unique(cell["model"] for cell in self.cells),
            "notMeasured": [{"runtime": one["runtime"]} for one in plan["unavailable"]] + [pick(cell, CELL) for cell in silent],
            "failures": [pick(one, failed) for one in self.executions if one["outcome"] == "failed"],
            "comparisons": sorted(comparisons, key=lambda one: not one["own"]),
            "environment": self.environment,
        }

    def comparison(self, cells):
        about = self.plan["workloads"].get(cells[0]["workload"])
        samples = [self.of(cell) for cell in cells]
        rows = self.rows(cells, samples)
        unlike = about and about.get("unlike") and len(unique(cell["runtime"] for cell in cells)) > 1
        return {
            **pick(cells[0], ("workload", "size", "parameters")),
            "own": about is not None and "/packages/core/src/workloads/" not in about["url"],
            "checksums": sorted(unique(row["checksum"] for row in rows if row["checksum"] is not None)),
            "rows": rows,
            "sideBySide": [] if unlike else self.side_by_side(cells),
            "modelPairs": self.model_pairs(cells),
        }

    def rows(self, cells, samples):
        def control(cell):
            own = [one for one in cells if one["runtime"] == cell["runtime"] and one["model"] == "sequential"]
            return own[0] if own and cell["model"] != "sequential" else None

        rivals = [cell for cell in cells if control(cell) and cell["runtime"] not in self.gone]
        ratios = {key(cell): paired(self.of(control(cell)).steady(), self.of(cell).steady()) for cell in cells if control(cell)}
        judged = judge([(ratios[key(cell)], self.threshold(cell, control(cell), len(ratios[key(cell)]))) for cell in rivals], max(1, len(rivals)), self.noise["tooNoisy"])
        found = {key(cell): one for cell, one in zip(rivals, judged)}
        return [self.row(cell, own, ratios.get(key(cell)), found.get(key(cell))) for cell, own in zip(cells, samples)]

    def row(self, cell, own, ratios, judged):
        def timed(figure):
            return estimate(own.by_block(figure).values())

        def kept(executions, figure):
            return estimate(value for value in map(figure, executions) if value is not None)

        def cores(one):
            return one["cpu"] / one["wall"] if one["cpu"] is not None and one["wall"] else None

        def overlap(one):
            waited = one["observations"].get("waitedSeconds")
            return waited / one["steady"] if waited is not None and one["steady"] else None

        if cell["model"] == "sequential":
            speed_up = {"n": len(own.time), "median": 1 if own.time else None, "interval": None}
        else:
            speed_up = ratio_estimate(ratios or [])
        judged = judged if judged and speed_up["n"] > 0 else {"verdict": None, "evidence": None}
        overlaps = own.by_block(overlap)
        delays = [one["loopDelay"] for one in own.lag if one.get("loopDelay") is not None]
        names = unique(name for one in own.time for name in one["observations"])
        answered = own.time[-1:] or own.memory[-1:]
        return {
            **pick(cell, ("runtime",) + VARIANT),
            "steadySeconds": estimate(own.steady().values()),
            "speedUp": speed_up,
            **judged,
            "firstSeconds": timed(lambda one: one.get("firstSeconds")),
            "steadiness": steadiness(own.time),
            "coldSeconds": timed(lambda one: one["wall"]),
            "cpuSeconds": timed(lambda one: one["cpu"]),
            "coresUsed": timed(cores),
            **{name: kept(own.memory, lambda one: one.get(name)) for name in ("peakMemoryBytes", "proportionalMemoryBytes", "privateMemoryBytes")},
            "loopDelayP99Seconds": estimate(delay["p99Seconds"] for delay in delays),
            "loopDelayMaxSeconds": estimate(delay["maxSeconds"] for delay in delays),
            "observations": {name: timed(lambda one: one["observations"].get(name)) for name in names},
            "overlapFactor": estimate(overlaps.values()) if overlaps else None,
            "checksum": answered[0]["checksum"] if answered else None,
            "outcomes": {name: sum(1 for one in own.counted if one["outcome"] == name) for name in ("completed", "failed", "skipped")},
        }

    def side_by_side(self, cells):
        here = [cell for cell in cells if cell["runtime"] not in self.gone]
        variants = unique(key(cell, VARIANT) for cell in here)
        planned = 0
        measured, contests = [], []
        for variant in variants:
            own = [cell for cell in here if key(cell, VARIANT) == variant]
            planned += len(own) * (len(own) - 1) // 2
            own = [cell for cell in own if self.of(cell).steady()]
            measured.append((variant, own))
            contests += [(one, other) for i, one in enumerate(own) for other in own[i + 1 :]]
        times = {key(cell): self.of(cell).steady() for cell in here}
        judged = judge(
            [(own, self.threshold(one, other, len(own))) for one, other in contests for own in [paired(times[key(other)], times[key(one)])]],
            max(1, planned),
            self.noise["tooNoisy"],
        )
        found = []
        for variant, own in measured:
            if len(own) < 2:
                continue
            ranked = sorted(own, key=lambda cell: median(times[key(cell)].values()))
            first = ranked[0]
            pairs = [
                {
                    "runtime": one["runtime"],
                    "against": other["runtime"],
                    "timeRatio": ratio_estimate(paired(times[key(one)], times[key(other)])),
                    **result,
                }
                for (one, other), result in zip(contests, judged)
                if key(one, VARIANT) == variant
            ]
            found.append(
                {
                    **dict(zip(VARIANT, variant)),
                    "fastest": first["runtime"],
                    "runtimes": [
                        {
                            "runtime": cell["runtime"],
                            "steadySeconds": estimate(times[key(cell)].values()),
                            "timesFastest": {"n": len(self.of(cell).time), "median": 1, "interval": None}
                            if cell is first
                            else ratio_estimate(paired(times[key(cell)], times[key(first)])),
                        }
                        for cell in own
                    ],
                    "pairs": pairs,
                    "tiers": tiers([cell["runtime"] for cell in ranked], pairs),
                }
            )
        return found

    def model_pairs(self, cells):
        here = [cell for cell in cells if cell["model"] != "sequential" and cell["runtime"] not in self.gone]
        planned = [(one, other) for i, one in enumerate(here) for other in here[i + 1 :] if one["runtime"] == other["runtime"]]
        measured = [pair for pair in planned if all(self.of(cell).steady() for cell in pair)]
        ratios = [paired(self.of(other).steady(), self.of(one).steady()) for one, other in measured]
        contests = [(own, self.threshold(one, other, len(own))) for own, (one, other) in zip(ratios, measured)]
        judged = judge(contests, max(1, len(planned)), self.noise["tooNoisy"])
        return [
            {
                "runtime": one["runtime"],
                "variant": pick(one, VARIANT),
                "against": pick(other, VARIANT),
                "speedRatio": ratio_estimate(own),
                **result,
            }
            for (one, other), own, result in zip(measured, ratios, judged)
        ]


def tiers(ranked, pairs):
    if any(pair["verdict"] == "too few executions" for pair in pairs):
        return None
    faster = {(p["runtime"], p["against"]) for p in pairs if p["verdict"] == "faster"}
    faster |= {(p["against"], p["runtime"]) for p in pairs if p["verdict"] == "slower"}
    cuts = [i for i in range(1, len(ranked) + 1) if all((a, b) in faster for a in ranked[:i] for b in ranked[i:])]
    return [ranked[start:end] for start, end in zip([0] + cuts, cuts)]


def steadiness(timed):
    trends = [one["trend"] for one in timed if one["trend"] is not None]
    change = ratio_estimate([whole for whole, _ in trends])
    if not trends:
        return {"class": "too few passes", "change": change, "steadyShare": None}

    def sinks(ratios):
        return ratios["interval"] is not None and ratios["interval"]["high"] < 1 / 1.05

    ends = [end for _, end in trends if end is not None]
    share = len(ends) / len(trends)
    if change["interval"] is not None and change["interval"]["low"] > 1.05:
        name = "slows down"
    elif share >= 0.8 and not sinks(ratio_estimate(ends)):
        name = "steady"
    else:
        name = "speeds up" if sinks(change) else "varies"
    return {"class": name, "change": change, "steadyShare": share}


# ---------------------------------------------------------------- the experiments

PLACES = ["sequential", "async", "main", "task", "threading", "thread", "multiprocessing", "process"]


def over(group, figure):
    return estimate(value for value in map(figure, group) if value is not None)


def middle_ratio(dividend, divisor):
    def of(record):
        pairs = zip(record["figures"].get(dividend, []), record["figures"].get(divisor, []))
        ratios = [a / b for a, b in pairs if b > 0]
        return median(ratios) if ratios else None

    return of


def middle(name):
    return lambda record: median(record["figures"][name])


class Experiments:
    JOURNAL = "experiments.ndjson"

    def __init__(self, folder):
        self.plan = read_json(folder, "plan.json")
        self.environment = read_environment(folder)
        self.records = list(read_lines(folder, self.JOURNAL))

    def groups(self, experiment):
        """(what is common, records by block), in the order of tables."""
        found = {}
        for record in self.records:
            if record["experiment"] == experiment and record["outcome"] == "completed":
                found.setdefault((record["runtime"], record["place"], json.dumps(record["setting"], sort_keys=True)), []).append(record)
        groups = [sorted(group, key=lambda record: record["block"]) for group in found.values()]
        rank = {place: index for index, place in enumerate(PLACES)}

        def order(group):
            first = group[0]
            return (self.plan["runtimes"].index(first["runtime"]), rank.get(first["place"], len(PLACES)), first["place"], list(first["setting"].values()))

        return sorted(groups, key=order)

    def report(self):
        figures = {
            "overlap": [self.overlap(group) for group in self.groups("overlap")],
            "cores": [self.cores(group) for group in self.groups("cores")],
            "ladder": [self.ladder(group) for group in self.groups("ladder")],
            "loopDelay": [self.loop_delay(group) for group in self.groups("loop-delay")],
            "interference": [row for group in self.groups("interference") for row in self.interference(group)],
            "crossover": [self.crossover(group) for group in self.groups("crossover")],
            "creation": self.creation(),
            "freshClosure": [self.fresh_closure(group) for group in self.groups("fresh-closure")],
            "compileCache": [self.compile_cache(group) for group in self.groups("compile-cache")],
        }
        plan = self.plan
        return {
            **pick(plan, ("runId", "seed", "smoke")),
            "noise": disturbance(self.records),
            "environment": self.environment,
            "experiments": [
                {
                    **pick(one, ("name", "blocks")),
                    "outcomes": {
                        outcome: sum(1 for record in self.records if (record["experiment"], record["outcome"]) == (one["name"], outcome))
                        for outcome in ("completed", "failed", "skipped")
                    },
                }
                for one in plan["experiments"]
            ],
            "whatToUse": [{"runtime": runtime, "rows": what_to_use(runtime, figures)} for runtime in plan["runtimes"]],
            **figures,
            "notCompleted": self.not_completed(),
        }

    def overlap(self, group):
        setting = group[0]["setting"]
        return {
            "runtime": group[0]["runtime"],
            "model": group[0]["place"],
            **pick(setting, ("waits", "workers")),
            "overlapFactor": over(group, lambda r: setting["waits"] * r["figures"]["waitSeconds"][0] / r["figures"]["wallSeconds"][0]),
        }

    def cores(self, group):
        return {
            "runtime": group[0]["runtime"],
            "model": group[0]["place"],
            "workers": group[0]["setting"]["workers"],
            "coresUsed": over(group, middle_ratio("cpuSeconds", "wallSeconds")),
            "speedUp": over(group, middle_ratio("inlineSeconds", "wallSeconds")),
        }

    def ladder(self, group):
        def at(name, count):
            def of(record):
                counts, values = record["figures"].get("counts", []), record["figures"].get(name, [])
                return values[counts.index(count)] if count in counts and counts.index(count) < len(values) else None

            return of

        def each_bytes(count):
            def of(record):
                added = at("addedBytes", count)(record)
                return None if added is None or added < 2**20 else added / count

            return of

        counts = sorted({count for record in group for count in record["figures"].get("counts", [])})
        ends = [record["notes"].get("endedBy", "unknown") for record in group]
        return {
            "runtime": group[0]["runtime"],
            "place": group[0]["place"],
            "steps": [{"count": c, "readySeconds": over(group, at("readySeconds", c)), "eachBytes": over(group, each_bytes(c))} for c in counts],
            "most": over(group, lambda record: record["figures"]["most"][0]),
            "endedBy": min(set(ends), key=lambda end: (-ends.count(end), end)),
            "firstFailure": next((r["notes"]["firstFailure"] for r in group if "firstFailure" in r["notes"]), None),
        }

    def loop_delay(self, group):
        def delay(share):
            return lambda record: quantile(record["figures"]["delaySeconds"], share) if record["figures"].get("delaySeconds") else None

        everything = [value for record in group for value in record["figures"].get("delaySeconds", [])]
        shares = [index / 50 for index in range(50)] + [0.99, 0.995, 0.999, 1]
        return {
            "runtime": group[0]["runtime"],
            "function": group[0]["setting"]["function"],
            "place": group[0]["place"],
            "callSeconds": over(group, lambda r: median(r["figures"]["callSeconds"]) if r["figures"].get("callSeconds") else None),
            "ticks": min(len(record["figures"].get("delaySeconds", [])) for record in group),
            "medianSeconds": over(group, delay(0.5)),
            "p99Seconds": over(group, delay(0.99)),
            "maxSeconds": over(group, delay(1)),
            "distribution": [{"delaySeconds": quantile(everything, s), "share": s} for s in shares] if everything else [],
        }

    def interference(self, group):
        names = unique(name for record in group for name in record["figures"] if name.endswith("AlonePerSecond"))
        return [
            {
                "runtime": group[0]["runtime"],
                "place": group[0]["place"],
                "noise": group[0]["setting"]["noise"],
                "probe": name[: -len("AlonePerSecond")],
                "slowDown": over(group, middle_ratio(name, name.replace("AlonePerSecond", "NoisyPerSecond"))),
            }
            for name in names
        ]

    def crossover(self, group):
        curves = []
        for record in group:
            trials = {}
            figures = record["figures"]
            for size, seconds, speed_up in zip(figures.get("sizes", []), figures.get("workSeconds", []), figures.get("speedUp", [])):
                trials.setdefault(size, []).append((seconds, speed_up))
            if trials:
                curves.append({size: (median(s for s, _ in all), median(u for _, u in all), len(all)) for size, all in sorted(trials.items())})
        sizes = [size for size in curves[0] if all(size in curve for curve in curves)] if curves else []
        row = {"runtime": group[0]["runtime"], "model": group[0]["place"], **pick(group[0]["setting"], ("payloadBytes", "crossing", "workers"))}
        row["points"] = [
            {"workSeconds": median(curve[size][0] for curve in curves), "speedUp": estimate(curve[size][1] for curve in curves)} for size in sizes
        ]
        most = math.log(2)
        blocks = [
            math.exp(zero_crossing([(math.log(w), min(max(math.log(u), -most), most), n) for w, u, n in curve.values()])) for curve in curves
        ]
        nothing = {"n": len(blocks), "median": None, "interval": None}
        if not blocks:
            return {**row, "breakEven": "not measured", "breakEvenSeconds": nothing}
        interval = order_statistics(blocks)
        low, high = (interval["low"], interval["high"]) if interval else (median(blocks),) * 2
        if low == math.inf:
            return {**row, "breakEven": "never", "breakEvenSeconds": nothing}
        if high == 0:
            return {**row, "breakEven": "always", "breakEvenSeconds": nothing}
        typical = median(blocks)
        found = {"n": len(blocks), "median": None if typical == math.inf else typical, "interval": None if high == math.inf else interval}
        return {**row, "breakEven": "crossed", "breakEvenSeconds": found}

    def creation(self):
        order = ["promise", "async function", "vm context", "thread", "process"]
        rows = [
            {
                "runtime": group[0]["runtime"],
                "what": group[0]["place"],
                "seconds": over(group, middle("seconds")),
                "bytes": over(group, lambda record: next((b for b in record["figures"].get("eachBytes", []) if b > 0), None)),
            }
            for group in self.groups("creation")
        ]
        return sorted(rows, key=lambda row: (self.plan["runtimes"].index(row["runtime"]), order.index(row["what"])))

    def fresh_closure(self, group):
        def tenth(calls, last):
            size = max(1, len(calls) // 10)
            return median(calls[-size:] if last else calls[:size])

        every = [record["figures"]["callSeconds"] for record in group]
        count = min(map(len, every))
        size = max(1, count // 50)
        return {
            "runtime": group[0]["runtime"],
            **pick(group[0]["setting"], ("kernel", "call")),
            "firstSeconds": estimate(tenth(calls, False) for calls in every),
            "lastSeconds": estimate(tenth(calls, True) for calls in every),
            "slowDown": estimate(tenth(calls, True) / tenth(calls, False) for calls in every),
            "series": [
                {"call": i * size, "seconds": median([median(calls[i * size : (i + 1) * size]) for calls in every])} for i in range(count // size)
            ],
        }

    def compile_cache(self, group):
        return {
            "runtime": group[0]["runtime"],
            "place": group[0]["place"],
            "byDefault": group[0]["notes"]["byDefault"],
            **{name: over(group, middle(name)) for name in ("withoutSeconds", "withSeconds", "withoutCpuSeconds", "withCpuSeconds")},
            "timeRatio": over(group, middle_ratio("withoutSeconds", "withSeconds")),
            "cpuRatio": over(group, middle_ratio("withoutCpuSeconds", "withCpuSeconds")),
        }

    def not_completed(self):
        lines = {}
        for record in sorted(self.records, key=lambda record: record["block"]):
            if record["outcome"] == "completed":
                continue
            line = lines.setdefault((record["experiment"], record["runtime"], record["outcome"], record["reason"]), {})
            setting = (record["place"], json.dumps(record["setting"]))
            line.setdefault(setting, []).append(record["block"])
        return [
            {
                "experiment": experiment,
                "runtime": runtime,
                "outcome": outcome,
                "settings": [{"place": place, "setting": json.loads(s), "blocks": blocks} for (place, s), blocks in settings.items()],
            }
            for (experiment, runtime, outcome, _), settings in lines.items()
        ]


def what_to_use(runtime, figures):
    """Of each feature: the figure that answers, and yes or no where whole intervals lie on one side of the line."""
    own = {name: [row for row in figures[name] if row["runtime"] == runtime] for name in ("overlap", "cores", "ladder", "loopDelay", "interference")}
    models = {"processes": "multiprocessing", "threads": "threading", "async": "async"}
    units = {"processes": "process", "threads": "thread", "async": "task"}
    places = {"processes": "process", "threads": "thread", "async": "main"}
    nothing = {"answer": None, "figure": None}

    def known(figure):
        interval = figure["interval"]
        if interval is None or interval["low"] == interval["high"]:
            return True
        return interval["low"] > 0 and interval["high"] / interval["low"] <= 3

    def beyond(figure, line):
        interval = figure["interval"]
        if interval is None:
            return None
        return "yes" if interval["low"] >= line else "no" if interval["high"] < line else None

    def answered(all_figures, line):
        measured = [figure for figure in all_figures if figure["median"] is not None]
        if not measured:
            return nothing
        yes = [figure for figure in measured if known(figure) and beyond(figure, line) == "yes"]
        answer = "yes" if yes else "no" if all(beyond(figure, line) == "no" for figure in measured) else None
        return {"answer": answer, "figure": max(yes or measured, key=lambda figure: figure["median"])}

    def column(rows, place, wanted, figure, line):
        return answered([row[figure] for row in rows if row[place] == wanted], line)

    def scalability(name):
        row = next((row for row in own["ladder"] if row["place"] == units[name]), None)
        return {"answer": None, "figure": row["most"]} if row and row["most"]["median"] is not None else nothing

    def blocking(name):
        late = column(own["loopDelay"], "place", places[name], "maxSeconds", 1 / 60)
        return {**late, "answer": late["answer"] and ("no" if late["answer"] == "yes" else "yes")}

    def interference(name):
        if name == "async":
            row = next((row for row in own["cores"] if row["model"] == "async"), None)
            return {"answer": None, "figure": row["speedUp"]} if row and row["speedUp"]["median"] is not None else nothing
        return column(own["interference"], "place", models[name], "slowDown", 1.15)

    features = {
        "Optimise waiting periods": lambda name: column(own["overlap"], "model", models[name], "overlapFactor", 1.15),
        "Use all CPU cores": lambda name: column(own["cores"], "model", models[name], "speedUp", 1.15),
        "Scalability": scalability,
        "Use blocking library functions": blocking,
        "GIL interference": interference,
    }
    return [{"feature": feature, **{name: of(name) for name in models}} for feature, of in features.items()]


# ---------------------------------------------------------------- the pools

CASES = ["one-at-a-time", "at-once", "at-once-objects", "short-tasks", "clone-1-mib", "transfer-1-mib", "transfer-16-mib"]
CASES += ["result-16-mib", "map", "mix", "start", "first-result", "idle-memory"]
PASS_CASES = ("mix", "start", "first-result")
FLOORS = {"one-at-a-time": "raw-ping-pong", "mix": "raw-one-in-flight", "start": "raw-one-in-flight", "first-result": "raw-one-in-flight"}
FLOORS.update({name: "raw-ping-pong" for name in CASES if "mib" in name}, **{"idle-memory": "raw-one-in-flight"})
FEW, MANY = 1, 9


class Claims(Experiments):
    JOURNAL = "claims.ndjson"

    def report(self):
        plan, noise = self.plan, disturbance(self.records)
        planned = plan["comparisons"]
        ratios = [self.ratios(one) for one in planned]
        contests = [([ratio / one["atLeast"] for ratio in own], MARGIN) for one, own in zip(planned, ratios)]
        judged = judge(contests, len(planned), noise["tooNoisy"])
        compared = [self.comparison(*all_of_it) for all_of_it in zip(planned, ratios, judged)]
        return {
            **pick(plan, ("runId", "seed", "smoke", "runtimes")),
            "noise": noise,
            "environment": self.environment,
            "familySize": len(planned),
            "claims": [self.claim(one, [own for claim, own in compared if claim == one["name"]]) for one in plan["experiments"]],
            "notCompleted": self.not_completed(),
        }

    def ratios(self, planned):
        def by_block(arm):
            own = [r for r in self.records if (r["experiment"], r["runtime"], r["place"], r["outcome"]) == (planned["claim"], arm["runtime"], arm["place"], "completed")]
            return {r["block"]: median(r["figures"]["seconds"]) for r in own}

        return paired(by_block(planned["slower"]), by_block(planned["faster"]))

    def comparison(self, planned, ratios, judged):
        here = self.environment["availableParallelism"]
        outcomes = {"faster": "held", "leans faster": "held", "slower": "did not hold", "leans slower": "did not hold"}
        outcome = outcomes.get(judged["verdict"], "not known")
        if judged["verdict"] == "equivalent" and planned["atLeast"] == 1:
            outcome = "did not hold"
        if not ratios or (planned["cpus"] is not None and planned["cpus"] > here):
            outcome = "not known"
        return planned["claim"], {
            **{name: value for name, value in planned.items() if name != "claim"},
            "ratio": ratio_estimate(ratios),
            "adjustedP": judged["evidence"]["adjustedP"],
            "outcome": outcome,
        }

    def claim(self, planned, comparisons):
        own = [one["outcome"] for one in comparisons if not one["isCause"]]
        if "held" in own:
            outcome = "held" if all(one == "held" for one in own) else "held in part"
        else:
            outcome = "did not hold" if "did not hold" in own else "not known"
        arms = self.groups(planned["name"])
        return {
            **pick(planned, ("name", "blocks")),
            "outcome": outcome,
            "comparisons": comparisons,
            "arms": [{**pick(group[0], ("runtime", "place")), "seconds": over(group, lambda r: median(r["figures"]["seconds"]))} for group in arms],
        }


class Pools:
    def __init__(self, folder):
        self.environment = read_environment(folder)
        self.records = list(read_lines(folder, "journal.ndjson"))

    def report(self):
        runtimes = [one["runtime"] for one in self.environment["runtimes"]] + [record["runtime"] for record in self.records]
        cells = []
        for runtime in unique(runtimes):
            for model in ("threading", "multiprocessing"):
                own = [record for record in self.records if (record["runtime"], record["model"]) == (runtime, model)]
                if own:
                    cases = [name for name in CASES if any(record["case"] == name for record in own)]
                    compared = [self.compare(name, [record for record in own if record["case"] == name]) for name in cases]
                    cells.append({"runtime": runtime, "model": model, "cases": compared})
        workers = next((record["workers"] for record in self.records if record["case"] != "idle-memory"), self.records[0]["workers"])
        return {
            "environment": self.environment,
            "blocks": max(block_of(record) for record in self.records) + 1,
            "noise": disturbance(self.records),
            "workers": workers,
            "seed": self.records[0]["seed"],
            "cells": cells,
            "notCompleted": self.not_completed(),
        }

    def compare(self, case, records):
        contenders = {}
        for record in records:
            contenders.setdefault(record["contender"], []).append(record)
        figures = {name: by_block(own) for name, own in contenders.items()}
        peers = [name for name, own in contenders.items() if own[0]["role"] == "peer" and figures[name]]
        best = min(peers, key=lambda name: median(figures[name].values())) if peers else None
        floor = FLOORS.get(case, "raw-batched")
        rows = []
        for name, own in contenders.items():
            done = [record for record in own if record["outcome"] == "completed"]
            values = list(figures[name].values())
            memory = case == "idle-memory"
            rows.append(
                {
                    "contender": name,
                    "role": own[0]["role"],
                    "version": own[0]["version"],
                    "completed": len(done),
                    "failed": sum(1 for record in own if record["outcome"] == "failed"),
                    "seconds": ranged([] if memory else values),
                    "toFloor": ranged(paired(figures[name], figures.get(floor, {}))),
                    "toBestPeer": ranged(paired(figures[name], figures.get(best, {}))),
                    "efficiency": ranged(map(efficiency, done)) if case == "short-tasks" else None,
                    "shortP99Seconds": ranged(map(short_p99, done)) if case == "mix" else None,
                    "detached": ranged(map(detached, done)) if case.startswith("transfer-") else None,
                    "bytes": ranged(values) if memory else None,
                }
            )
        order = ["own", "peer", "floor"]
        return {"case": case, "floor": floor, "bestPeer": best, "rows": sorted(rows, key=lambda row: (order.index(row["role"]), row["contender"]))}

    def not_completed(self):
        lines = {}
        for record in self.records:
            reason = record["reason"] or ""
            if record["outcome"] == "completed" or (record["outcome"] == "skipped" and reason.startswith("failed twice")):
                continue
            line = key(record, ("runtime", "model", "contender", "outcome")) + (reason,)
            lines.setdefault(line, []).append(record["case"])
        names = ("runtime", "model", "contender", "outcome")
        return [{**dict(zip(names, line)), "cases": unique(cases)} for line, cases in lines.items()]


def ranged(values):
    values = list(values)
    return {**estimate(values), "range": {"low": min(values), "high": max(values)} if values else None}


def block_of(record):
    """From 0; until version 5 they were rounds, from 1."""
    return record["block"] if "block" in record else record["round"] - 1


def seconds_of(record):
    whole = median(record["figures"]["seconds"])
    return whole if record["case"] in PASS_CASES else whole / record["calls"]


def by_block(records):
    done = [record for record in records if record["outcome"] == "completed"]
    if not done or done[0]["case"] != "idle-memory":
        return {block_of(record): seconds_of(record) for record in done}
    memory = {(block_of(record), record["workers"]): record["proportionalMemoryBytes"] for record in reversed(done)}
    blocks = unique(block_of(record) for record in done)
    pairs = [(block, memory.get((block, FEW)), memory.get((block, MANY))) for block in blocks]
    return {block: (many - few) / (MANY - FEW) for block, few, many in pairs if few is not None and many is not None}


def efficiency(record):
    capacity = record["figures"]["observations"]["capacity"]
    return 1 / seconds_of(record) / (sum(capacity) / len(capacity))


def short_p99(record):
    times = sorted(record["figures"]["observations"]["shortSeconds"])
    return times[math.ceil(len(times) * 0.99) - 1]


def detached(record):
    return record["figures"]["observations"]["detached"][0] / record["calls"]


# ---------------------------------------------------------------- a server under load


WHOLE_LOAD = {"below": 1000000, "loadSeconds": 10}


class Servers:
    def __init__(self, folder):
        self.environment = read_environment(folder)
        self.records = list(read_lines(folder, "journal.ndjson"))

    def report(self):
        first = self.records[0]
        runtimes = [one["runtime"] for one in self.environment["runtimes"]]
        servers = unique(key(record, ("runtime", "connections", "place")) for record in self.records)
        servers.sort(key=lambda one: (runtimes.index(one[0]), one[1], ["inline", "pool"].index(one[2])))
        return {
            "runId": first["runId"],
            "environment": self.environment,
            "seed": first["seed"],
            "blocks": max(record["block"] for record in self.records) + 1,
            "noise": disturbance(self.records),
            "smoke": any(record[name] < least for record in self.records for name, least in WHOLE_LOAD.items()),
            "below": first["below"],
            "loadSeconds": first["loadSeconds"],
            "rows": [self.row(server) for server in servers],
        }

    def row(self, server):
        names = ("runtime", "connections", "place")
        own = [record for record in self.records if key(record, names) == server]
        done = [record for record in own if record["outcome"] == "completed"]

        def shares(field, wanted):
            return {name: estimate(quantile(record[field], share) for record in done) for name, share in wanted.items()}

        return {
            **dict(zip(names, server)),
            "completed": len(done),
            "failed": sum(1 for record in own if record["outcome"] == "failed"),
            "answersPerSecond": estimate(len(record["latencySeconds"]) / record["loadedSeconds"] for record in done),
            "latency": shares("latencySeconds", {"p50Seconds": 0.5, "p90Seconds": 0.9, "p99Seconds": 0.99}),
            "delay": shares("delaySeconds", {"p50Seconds": 0.5, "p99Seconds": 0.99, "maxSeconds": 1}),
        }


# ---------------------------------------------------------------- ways to have jobs done elsewhere


JOBS = {"round-trip": 200, "at-once": 10000, "large": 20, "recovery": 3, "restart": 1000}
ARMS = ["pool-nats", "pool-postgres", "jetstream", "jetstream-look", "bullmq", "bullmq-default", "postgres"]
BY_HAND = "jetstream"


class Jobs:
    def __init__(self, folder):
        self.environment = read_environment(folder)
        self.records = list(read_lines(folder, "journal.ndjson"))

    def report(self):
        first = self.records[0]
        runtimes = [one["runtime"] for one in self.environment["runtimes"]]
        rows = unique(key(record, ("runtime", "case", "arm")) for record in self.records)
        rows.sort(key=lambda one: (runtimes.index(one[0]), list(JOBS).index(one[1]), ARMS.index(one[2])))
        return {
            "runId": first["runId"],
            "environment": self.environment,
            "seed": first["seed"],
            "blocks": max(record["block"] for record in self.records) + 1,
            "noise": disturbance(self.records),
            "smoke": any(record["jobs"] < JOBS[record["case"]] for record in self.records),
            "software": sorted(unique(name for record in self.records for name in record["software"])),
            "rows": [self.row(*row) for row in rows],
        }

    def of(self, runtime, case, arm):
        return [record for record in self.records if key(record, ("runtime", "case", "arm")) == (runtime, case, arm)]

    def row(self, runtime, case, arm):
        own = self.of(runtime, case, arm)
        done = [record["figures"] for record in own if record["figures"] is not None]
        times = self.times(own, case)
        by_hand = {} if arm == BY_HAND else self.times(self.of(runtime, case, BY_HAND), case)
        return {
            "runtime": runtime,
            "case": case,
            "arm": arm,
            "jobs": own[0]["jobs"],
            "completed": sum(1 for record in own if record["outcome"] == "completed"),
            "failed": sum(1 for record in own if record["outcome"] == "failed"),
            "seconds": estimate(times.values()),
            "beside": ratio_estimate(paired(times, by_hand)),
            "recoverySeconds": [one for figures in done for one in figures["seconds"]] if case == "recovery" else [],
            "accepted": sum(figures["accepted"] or 0 for figures in done),
            "lost": sum(figures["lost"] or 0 for figures in done),
        }

    def times(self, records, case):
        if case in ("recovery", "restart"):
            return {}
        return {record["block"]: median(record["figures"]["seconds"]) for record in records if record["figures"] is not None}


# ---------------------------------------------------------------- reading and comparing


def read_json(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def read_environment(folder):
    """Its version is that of the file, in a report that of the report."""
    return {name: value for name, value in read_json(folder, "environment.json").items() if name != "schemaVersion"}


def find(folder, name):
    return next((path for path in (os.path.join(folder, name), os.path.join(folder, name + ".gz")) if os.path.exists(path)), None)


def read_lines(folder, name):
    path = find(folder, name)
    opened = gzip.open(path, "rt", encoding="utf-8", newline="\n") if path.endswith(".gz") else open(path, encoding="utf-8", newline="\n")
    with opened as file:
        for line in file:
            if line.endswith("\n"):
                yield json.loads(line)


class Differences:
    def __init__(self):
        self.figures = 0
        self.lines = []

    def compare(self, path, told, found):
        if isinstance(told, dict) and isinstance(found, dict):
            for name in told:
                if name in TEXTS and (name not in found or not isinstance(told[name], dict)):
                    continue
                if name == "schemaVersion":
                    continue
                if name in found:
                    self.compare(f"{path}.{name}", told[name], found[name])
                else:
                    self.lines.append(f"{path}.{name}: in the report, and not computed here")
            if not path.endswith(".environment") and ".environment." not in path:
                self.lines += [f"{path}.{name}: computed here, and not in the report" for name in found if name not in told]
        elif isinstance(told, list) and isinstance(found, list):
            if path.endswith(".notCompleted") or path.endswith(".settings"):
                told, found = (sorted(values, key=order_of) for values in (told, found))
            if len(told) != len(found):
                self.lines.append(f"{path}: {len(told)} in the report, {len(found)} computed")
            for index, (one, other) in enumerate(zip(told, found)):
                self.compare(f"{path}[{name_of(one, index)}]", one, other)
        else:
            self.figures += 1
            if not same(told, found):
                self.lines.append(f"{path}: {json.dumps(told)} in the report, {json.dumps(found)} computed")


def order_of(value):
    return json.dumps({name: one for name, one in value.items() if name not in TEXTS}, sort_keys=True)


def name_of(value, index):
    """What a reader finds a row by."""
    names = ("workload", "size", "runtime", "model", "workers", "concurrency", "connections", "against", "case", "contender", "arm", "place", "noise", "probe", "feature")
    words = [str(value[name]) for name in names if isinstance(value, dict) and isinstance(value.get(name), (str, int))]
    return " ".join([str(index)] + words)


def same(told, found):
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (told, found))
    return math.isclose(told, found, rel_tol=1e-9, abs_tol=1e-15) if numbers else told == found


def study_of(folder):
    """What is computed, and the report that says it."""
    if find(folder, Experiments.JOURNAL):
        return Experiments, "experiments.json"
    if find(folder, Claims.JOURNAL):
        return Claims, "claims.json"
    if not find(folder, "journal.ndjson"):
        return None
    if not os.path.exists(os.path.join(folder, "plan.json")):
        first = next(read_lines(folder, "journal.ndjson"), {})
        if "arm" in first:
            return Jobs, "jobs.json"
        return (Servers, "server.json") if "connections" in first else (Pools, "pools.json")
    return (Bench, "report.json") if "cells" in read_json(folder, "plan.json") else None


def main(arguments):
    if len(arguments) != 1:
        print("Cannot recompute: wanted one folder of a run: python3 recompute.py RUN", file=sys.stderr)
        return 2
    folder = arguments[0]
    try:
        study = study_of(folder)
        if study is None:
            raise ValueError(
                "wanted the journal of a bench, of experiments, of claims, of pools, of a load test or of jobs, found none"
            )
        compute, report = study
        beside = os.path.exists(os.path.join(folder, report))
        told = read_json(folder if beside else os.path.join(folder, os.pardir), report)
        found = compute(folder).report()
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f'Cannot recompute "{folder}": {error}', file=sys.stderr)
        return 2
    differences = Differences()
    differences.compare(report, told, found)
    for line in differences.lines:
        print(line)
    print(f"{differences.figures} figures, {len(differences.lines)} disagreements")
    return 1 if differences.lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
