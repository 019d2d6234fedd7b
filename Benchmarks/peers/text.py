#!/usr/bin/env python3
"""Makes a large text out of a small one, with a table of words as large as natural text has.

    python3 Benchmarks/peers/text.py --size 110 SEED ... > TEXT

Writes the lines of the seed files over and over until the text has SIZE megabytes. Three words in ten
are replaced by made-up ones: the beginning of a word of the seed and the end of another. Word r of a
million made-up ones comes with a probability in proportion to 1/r, as Zipf found of natural words.
The same seed gives the same bytes.
"""

import argparse
import random
import sys

WORDS = 1_000_000
REPLACED = 0.3


def halves(lines):
    """The beginnings and the ends of the longer words, by the words' frequency."""
    frequencies = {}
    for line in lines:
        for word in line.split():
            frequencies[word] = frequencies.get(word, 0) + 1
    words = [word for word, _ in sorted(frequencies.items(), key=lambda item: (-item[1], item[0]))]
    words = [word for word in words if len(word) > 3 and word.isalpha()]
    return [word[: len(word) // 2] for word in words], [word[len(word) // 2 :] for word in words]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("seeds", nargs="+")
    parser.add_argument("--size", type=float, required=True, help="megabytes")
    arguments = parser.parse_args()
    lines = [line for seed in arguments.seeds for line in open(seed, encoding="utf-8")]
    beginnings, ends = halves(lines)
    chance = random.Random(1)

    def made_up_word():
        rank = int(WORDS ** chance.random())
        number = rank * 2654435761 % 2**32
        return beginnings[number % len(beginnings)] + ends[number // 7 % len(ends)]

    written = 0
    while written < arguments.size * 1e6:
        for line in lines:
            words = line.split()
            for index in range(len(words)):
                if chance.random() < REPLACED:
                    words[index] = made_up_word()
            text = (" ".join(words) + "\n").encode()
            sys.stdout.buffer.write(text)
            written += len(text)
            if written >= arguments.size * 1e6:
                break


main()
