"""Tasks that do nothing: what is left is the price of the execution model itself, call by call."""

from __future__ import annotations

IS_AWAITED = False


def inputs(parameters: dict, place: dict) -> list:
    return list(range(parameters["calls"]))


def task(value: int) -> int:
    return value


def run(executor, inputs: list) -> tuple:
    values = executor.map(inputs)
    in_place = sum(value == wanted for value, wanted in zip(values, inputs))
    return {"calls": len(values), "inPlace": in_place, "sum": sum(values)}, {}
