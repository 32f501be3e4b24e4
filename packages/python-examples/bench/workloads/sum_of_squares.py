"""The sum of i * i, exact: pure computing that can be cut into equal parts."""

from __future__ import annotations

IS_AWAITED = False


def inputs(parameters: dict, place: dict) -> list:
    below, parts = parameters["below"], parameters["parts"]
    ranges = [(below * part // parts, below * (part + 1) // parts) for part in range(parts)]
    return ranges * parameters["repeats"]


def task(bounds: tuple) -> int:
    """From the first number to before the last. A whole number of Python has as many digits as it needs."""
    return sum(number * number for number in range(*bounds))


def run(executor, inputs: list) -> tuple:
    return str(sum(executor.map(inputs))), {}
