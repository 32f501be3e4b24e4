"""Seeded random numbers, the same as `packages/core/src/workloads/support/random.ts` draws: mulberry32, by Tommy Ettinger."""

from __future__ import annotations

from array import array

_32_BITS = 0xFFFFFFFF


class SeededRandom:
    """`stream` gives the same seed many independent sequences."""

    def __init__(self, seed: int, stream: int = 0) -> None:
        self._state = (seed ^ ((stream + 1) * 0x9E3779B1)) & _32_BITS

    def uint32(self) -> int:
        """From 0 to 2**32 - 1."""
        self._state = state = (self._state + 0x6D2B79F5) & _32_BITS
        mixed = ((state ^ (state >> 15)) * (state | 1)) & _32_BITS
        mixed ^= (mixed + (mixed ^ (mixed >> 7)) * (mixed | 61)) & _32_BITS
        return mixed ^ (mixed >> 14)

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self.uint32() / 2**32 * (highest - lowest + 1))

    def bytes(self, length: int) -> bytearray:
        words = array("I", (self.uint32() for _ in range((length + 3) // 4)))
        return bytearray(words.tobytes()[:length])
