"""Whether the passes of a process have become flat: the rule of `packages/core/src/measure/flat-end.ts`, which also says where it comes from.

Every runtime must add passes by one rule; a test gives both files the same series.
"""

from __future__ import annotations

import math

#: Passes that are compared among themselves, and that a segment has at least.
WINDOW = 5
WITHIN = 0.02
#: From so many passes on changepoints are looked for.
ENOUGH_FOR_CHANGEPOINTS = 30
#: Of longer series the last ones are looked at: the search takes their number squared.
MOST = 300
#: Levels closer than this are one level.
SAME_LEVEL = 0.05
#: A thousandth of a pass: a clock's steps are no change.
LEAST_VARIANCE = 0.001**2

#: At a time, so that passes are not flat by the luck of one.
PASSES_ADDED = 5
#: In all; none are added then.
MOST_PASSES = 120
#: Passes that take no longer together cost less than the start of a process: they are run whether they look flat or not.
CHEAP_SECONDS = 0.1


def wants_more(warmups: list, timed: list, settle_seconds: float) -> bool:
    """Whether more passes may yet show a flat end; the timed ones take `settle_seconds` together, 0 adds none."""
    spent = sum(timed)
    if spent >= settle_seconds or len(timed) >= MOST_PASSES:
        return False
    return spent < CHEAP_SECONDS or flat_end_of(warmups + timed) is None


def flat_end_of(passes: list):
    """From which pass on they are flat; None where there is no flat end, or there are fewer than five."""
    if len(passes) < WINDOW or min(passes) <= 0:
        return None
    if len(passes) < ENOUGH_FOR_CHANGEPOINTS:
        begin = len(passes) - WINDOW
        return begin if variation(passes[begin:]) <= WITHIN else None
    skipped = max(0, len(passes) - MOST)
    begin = level_since([math.log(seconds) for seconds in passes[skipped:]])
    return skipped + begin if begin <= 3 / 4 * min(len(passes), MOST) else None


def level_since(logs: list) -> int:
    """Where the first of the last segments begins that are all on the level of the last one."""
    bounds = [*changepoints(logs), len(logs)]
    levels = [median(logs[begin:end]) for begin, end in zip(bounds, bounds[1:])]
    index = len(levels) - 1
    while index > 0 and abs(levels[index - 1] - levels[-1]) <= math.log(1 + SAME_LEVEL):
        index -= 1
    return bounds[index]


def changepoints(values: list) -> list:
    """Where segments begin, the first at 0: the way to cut that the normal distribution makes most likely, at 15 ln n for each cut."""
    length = len(values)
    price = 15 * math.log(length)
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value**2)

    def cost(begin: int, end: int) -> float:
        count = end - begin
        mean = (sums[end] - sums[begin]) / count
        variance = (squares[end] - squares[begin]) / count - mean**2
        return count * math.log(max(variance, LEAST_VARIANCE))

    # The best price of the passes before each, and where the last segment of that way begins.
    best = [-price] + [math.inf] * length
    begins = [0] * (length + 1)
    for end in range(1, length + 1):
        for begin in range(end - WINDOW + 1):
            total = best[begin] + price + cost(begin, end)
            if total < best[end]:
                best[end], begins[end] = total, begin
    found = []
    end = length
    while end > 0:
        end = begins[end]
        found.append(end)
    return found[::-1]


def variation(values: list) -> float:
    """The coefficient of variation."""
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return math.sqrt(variance) / mean


def median(values: list) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 == 1 else (ordered[half - 1] + ordered[half]) / 2
