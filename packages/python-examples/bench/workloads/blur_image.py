"""A picture blurred band by band: computing on data that has to reach the worker and come back.

Without a library for arrays. Between threads a band is the same object; to a process or another interpreter its bytes are copied.
"""

from __future__ import annotations

from hashlib import sha256

from seeded_random import SeededRandom

IS_AWAITED = False

#: Pixels each way that a blurred pixel depends on.
RADIUS = 4
#: Red, green, blue and alpha, a byte each.
CHANNELS = 4


def inputs(parameters: dict, place: dict) -> list:
    """The bands of the picture, each with `RADIUS` rows more above and below. Rows beyond an edge repeat it."""
    width, height, tiles = parameters["width"], parameters["height"], parameters["tiles"]
    pixels = picture(width, height, parameters["seed"])
    row = width * CHANNELS
    bands = []
    for tile in range(tiles):
        rows = range(height * tile // tiles - RADIUS, height * (tile + 1) // tiles + RADIUS)
        sources = [min(max(y, 0), height - 1) for y in rows]
        band = b"".join(pixels[source * row : (source + 1) * row] for source in sources)
        bands.append((width, len(rows), band))
    return bands


def picture(width: int, height: int, seed: int) -> bytearray:
    """Noise on a soft gradient, so that no two bands are alike."""
    pixels = SeededRandom(seed).bytes(width * height * CHANNELS)
    pixel = 0
    for y in range(height):
        down = y * 191 // height
        for x in range(width):
            pixels[pixel] = (pixels[pixel] >> 2) + x * 191 // width
            pixels[pixel + 1] = (pixels[pixel + 1] >> 2) + down
            pixels[pixel + 2] = (pixels[pixel + 2] >> 2) + ((x ^ y) & 0x7F)
            pixels[pixel + 3] = 255 - (pixels[pixel + 3] >> 4)
            pixel += CHANNELS
    return pixels


def task(band: tuple) -> bytes:
    """The band blurred, without the rows above and below. The weights are row 8 of Pascal's triangle, close to a Gaussian."""
    width, height, pixels = band
    row = width * CHANNELS
    across = [blur_across(pixels[y * row : (y + 1) * row]) for y in range(height)]
    return b"".join(blur_down(across[y : y + 2 * RADIUS + 1]) for y in range(height - 2 * RADIUS))


def blur_across(line: bytes) -> list:
    """Each channel's weighted sum over its row. Columns beyond an edge repeat it."""
    padded = line[:CHANNELS] * RADIUS + line + line[-CHANNELS:] * RADIUS
    shifted = [padded[tap * CHANNELS : tap * CHANNELS + len(line)] for tap in range(2 * RADIUS + 1)]
    return [
        a + i + 8 * (b + h) + 28 * (c + g) + 56 * (d + f) + 70 * e for a, b, c, d, e, f, g, h, i in zip(*shifted)
    ]


def blur_down(rows: list) -> bytes:
    """The weighted sums of these rows over each column, rounded back to a byte: all weights together are 2**16."""
    return bytes(
        [
            (a + i + 8 * (b + h) + 28 * (c + g) + 56 * (d + f) + 70 * e + 2**15) >> 16
            for a, b, c, d, e, f, g, h, i in zip(*rows)
        ]
    )


def run(executor, inputs: list) -> tuple:
    return sha256(b"".join(executor.map(inputs))).hexdigest(), {}
