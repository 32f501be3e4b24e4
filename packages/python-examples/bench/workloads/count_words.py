"""Hundreds to thousands of short texts, each counted by itself: work so fine that handing it out costs as much as doing it."""

from __future__ import annotations

import re

from workloads.files import list_files, read_text

IS_AWAITED = False

#: The commonest words of written English, commonest first.
COMMON_WORDS = "the of and to a in is it that was for on as with be by at from or this".split()

#: A word is a run of ASCII letters; upper and lower case are the same.
WORD = re.compile("[A-Za-z]+")

#: Where each common word is counted: behind the number of all words.
PLACES = {word: index + 1 for index, word in enumerate(COMMON_WORDS)}


def inputs(parameters: dict, place: dict) -> list:
    if place["files"] is None:
        text = read_text(f"{place['folder']}/text.txt")
    else:
        text = "\n".join(read_text(f"{place['files']}/{name}") for name in list_files(place["files"]))
    return list(chunks(text, parameters["chunkCharacters"]))


def chunks(text: str, characters: int):
    """Cuts the text after so many characters, or where the word that is there ends."""
    start = 0
    while start < len(text):
        end = start + characters
        word = WORD.match(text, end)
        if word:
            end = word.end()
        yield text[start:end]
        start = end


def task(chunk: str) -> list:
    """How many words in all, then how many of each common one."""
    words = WORD.findall(chunk)
    counts = [len(words)] + [0] * len(COMMON_WORDS)
    for word in words:
        place = PLACES.get(word.lower())
        if place is not None:
            counts[place] += 1
    return counts


def run(executor, inputs: list) -> tuple:
    total = [0] * (1 + len(COMMON_WORDS))
    for counts in executor.map(inputs):
        for place, count in enumerate(counts):
            total[place] += count
    words, *occurrences = total
    return {"words": words, "occurrences": dict(zip(COMMON_WORDS, occurrences))}, {}
