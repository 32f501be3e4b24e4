"""One checksum for one answer, whatever runtime it was found in."""

from __future__ import annotations

import hashlib
import json


def checksum(value: object) -> str:
    """SHA-256, in hexadecimal, of the value's canonical JSON: keys sorted, no white space.

    A float raises TypeError: JSON writes 1.0 otherwise here than in JavaScript, and no answer holds one.
    """
    refuse_floats(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"Cannot take a checksum: an answer must hold whole numbers: found {value}")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for each in value:
            refuse_floats(each)
