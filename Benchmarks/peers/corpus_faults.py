"""Breaks pairs of a sound corpus in known ways, and counts what `train clean` says of them.

    corpus_faults.py TRAIN SOURCE TARGET FOREIGN TEST

TRAIN is the command, FOREIGN text in another language than TARGET, TEST sentences of a test set in
TARGET's. One pair in a hundred is broken in each way, and six blocks slip. Printed for each fault: how many
were made; the share that was told by its name, and that was not kept, of these; how many pairs that were not
broken are called so, some of them with reason, since no corpus is without faults.
"""

import collections
import random
import re
import subprocess
import sys
import tempfile
import time

train, source_path, target_path, foreign_path, test_path = sys.argv[1:]
RATE = 0.01
random.seed(7)


def read(path):
    with open(path) as file:
        return [line.rstrip("\n") for line in file]


source, target = read(source_path), read(target_path)
foreign, tests = read(foreign_path), [line for line in read(test_path) if len(line.split()) >= 4]
count = len(source)
pairs = [[s, t, ""] for s, t in zip(source, target)]
extra, used = [], set()


def pick(fits):
    for _ in range(3000):
        index = random.randrange(count)
        if index not in used and fits(source[index], target[index]):
            used.add(index)
            return index
    return None


def misread(text):
    try:
        return text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return text.encode().decode("latin1")


def cut(text):
    words = text.split()
    return " ".join(words[: max(1, int(len(words) * random.uniform(0.25, 0.7)))])


def wrong_number(text):
    def other(match):
        digits = match.group(0)
        return random.choice([d for d in "123456789" if d != digits[0]]) + digits[1:]

    return re.sub(r"\d+", other, text, count=1)


def alike(s, t):
    return random.choice(
        [(s.upper(), t.upper()), (s.rstrip(".") + "!", t.rstrip(".") + "!"), (s.replace(" ", "  ", 1), t)]
    )


words = lambda least, side=0: lambda s, t: len((s, t)[side].split()) >= least
FAULTS = {
    "copied": (words(3), lambda s, t: (s, s)),
    "target-cut": (words(5, 1), lambda s, t: (s, cut(t))),
    "source-cut": (words(5), lambda s, t: (cut(s), t)),
    "target-language": (words(4), lambda s, t: (s, random.choice(foreign))),
    "mojibake": (lambda s, t: not t.isascii(), lambda s, t: (s, misread(t))),
    "numbers": (
        lambda s, t: re.search(r"\d", s) and re.search(r"\d", t),
        lambda s, t: (s, wrong_number(t)),
    ),
    "misaligned": (words(2), lambda s, t: (s, random.choice(target))),
    "empty": (words(1), lambda s, t: (s, "")),
}
for name, (fits, breaking) in FAULTS.items():
    for _ in range(int(count * RATE)):
        index = pick(fits)
        if index is None:
            break
        pairs[index] = [*breaking(source[index], target[index]), name]
for _ in range(int(count * RATE)):
    index = pick(words(4))
    extra.append((random.randrange(index + 1, count + 1), [*alike(source[index], target[index]), "near-duplicate"]))
    extra.append((random.randrange(count), [random.choice(source), random.choice(tests), "leak"]))
for place, pair in sorted(extra, key=lambda item: -item[0]):
    pairs.insert(place, pair)

slips = []
for _ in range(6):
    first, length = random.randrange(100, len(pairs) - 600), random.choice([20, 60, 200, 400])
    shift = random.choice([1, 1, 2, 3])
    if any(abs(first - other) < 1200 for other, _, _ in slips):
        continue
    slips.append((first, length, shift))
    block = [pair[1] for pair in pairs[first : first + length]]
    block = block[-shift:] + block[:-shift]
    for place in range(length):
        pairs[first + place][1] = block[place]
        pairs[first + place][2] = "shifted" if place < length - shift else "beside"

with tempfile.TemporaryDirectory() as folder:
    for side, name in ((0, "source"), (1, "target")):
        with open(f"{folder}/{name}", "w") as file:
            file.writelines(pair[side] + "\n" for pair in pairs)
    command = [train, "clean", "--source", f"{folder}/source", "--target", f"{folder}/target", "--test", test_path]
    command += ["--output-source", f"{folder}/s", "--output-target", f"{folder}/t", "--rejected", f"{folder}/r"]
    begin = time.time()
    output = subprocess.run(command + ["--threads", "1"], capture_output=True, text=True, check=True).stdout
    seconds = time.time() - begin
    with open(f"{folder}/r") as file:
        rows = {int(row.split("\t")[0]): row.split("\t") for row in file}

found = [set(rows[line][2].split(",")) if line in rows else set() for line in range(1, len(pairs) + 1)]
kept = [line not in rows or rows[line][1] == "repaired" for line in range(1, len(pairs) + 1)]
made = collections.Counter(pair[2] for pair in pairs)
print("| fault | made | told | not kept as it was | sound pairs so called | precision |")
print("|---|---:|---:|---:|---:|---:|")
for name in sorted(set(made) - {"", "beside"}):
    lines = [line for line, pair in enumerate(pairs) if pair[2] == name]
    told = sum(name in found[line] for line in lines)
    other = sum(name in found[line] for line, pair in enumerate(pairs) if not pair[2])
    changed = sum(bool(found[line]) for line in lines)
    print(
        f"| `{name}` | {len(lines)} | {100 * told / len(lines):.1f} % | {100 * changed / len(lines):.1f} % |"
        f" {other} | {100 * told / max(1, told + other):.1f} % |"
    )
sound = [line for line, pair in enumerate(pairs) if not pair[2]]
short = [line for line in sound if len(pairs[line][0].split()) < 5]
lost = lambda lines: 100 * sum(not kept[line] for line in lines) / max(1, len(lines))
print(f"\nDropped of {len(sound):,} pairs that were not broken: {lost(sound):.2f} %,", end=" ")
print(f"of those with fewer than five words {lost(short):.2f} %.")
print(f"{len(pairs) / seconds:,.0f} pairs a second on one thread, learning included.")
print("\nBlocks that slipped, from line to line, and what was found:\n")
for first, length, shift in sorted(slips):
    print(f"- {first + 1:,} to {first + length - shift:,}, by {shift}")
print("".join(f"\n    {line}" for line in output.split("\n") if line.startswith("lines ") and " to " in line))
