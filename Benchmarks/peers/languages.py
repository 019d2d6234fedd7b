"""How often `understand language` is right.

    languages.py UNDERSTAND FOLDER

UNDERSTAND is the command; FOLDER has source.en and, for each language CODE, CODE/reference.CODE. Lines are
told as they are and cut to their first five words.
"""

import collections
import os
import subprocess
import sys

understand, folder = sys.argv[1:]
files = {"en": f"{folder}/source.en"}
for code in sorted(os.listdir(folder)):
    if os.path.isdir(f"{folder}/{code}"):
        files[code] = f"{folder}/{code}/reference.{code}"


def told(lines):
    text = "".join(line + "\n" for line in lines)
    output = subprocess.run([understand, "language"], input=text, capture_output=True, text=True, check=True)
    return [row.split("\t")[0] for row in output.stdout.splitlines()]


known = set(
    open(os.path.join(os.path.dirname(__file__), "../../Sources/CLanguages/languages.txt")).readline().split(": ")[1].split()
)
print("| language | lines of 40 characters and more | right | first five words | mistaken for |")
print("|---|---:|---:|---:|---|")
sums = [0, 0, 0, 0]
for code, path in files.items():
    if code not in known:
        continue
    with open(path) as file:
        lines = [line.rstrip("\n") for line in file]
    long = [line for line in lines if len(line) >= 40]
    short = [" ".join(line.split()[:5]) if " " in line else line[:10] for line in lines]
    answers, guesses = told(long), told(short)
    right = answers.count(code)
    short_right = guesses.count(code)
    others = collections.Counter(answer for answer in answers if answer != code).most_common(3)
    for place, value in enumerate((len(long), right, len(short), short_right)):
        sums[place] += value
    print(
        f"| `{code}` | {len(long)} | {100 * right / len(long):.2f} % | {100 * short_right / len(short):.1f} % |"
        f" {' '.join(f'{name} {count}' for name, count in others)} |"
    )
print(f"| together | {sums[0]:,} | {100 * sums[1] / sums[0]:.2f} % | {100 * sums[3] / sums[2]:.1f} % | |")
