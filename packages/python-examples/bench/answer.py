"""How a measured process speaks to its runner: by files in the order's folder."""

from __future__ import annotations

import json
import os
import time


def write_answer(path: str, answer: dict) -> None:
    """Whole or not at all: whoever waits for the file never sees half of it."""
    part = f"{path}.part"
    with open(part, "w", encoding="utf-8") as file:
        json.dump(answer, file, allow_nan=False)
    os.replace(part, path)


def wait_at(barrier: str) -> None:
    """Stands still, workers and all, until the file is taken away."""
    with open(barrier, "w", encoding="utf-8"):
        pass
    while os.path.exists(barrier):
        time.sleep(0.005)


def explain(error: BaseException) -> str:
    """The error and what caused it, innermost last."""
    own = f"{type(error).__name__}: {error}"
    cause = error.__cause__
    return own if cause is None else f"{own}\ncaused by {explain(cause)}"
