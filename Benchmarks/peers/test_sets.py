"""Outputs of systems to score: real ones, poorer ones made of them, and made-up hostile lines."""

import pathlib
import random
import sys
import typing

ROOT = pathlib.Path(__file__).parents[2]
sys.path.append(str(ROOT / "Tests/DragomanTests/Golden"))
import metrics as golden  # noqa: E402


class Output(typing.NamedTuple):
    language: str
    name: str
    kind: str
    hypotheses: list
    references: list

    def first(self, count):
        """The same with fewer lines."""
        return self._replace(
            hypotheses=self.hypotheses[:count], references=[lines[:count] for lines in self.references])


def read(path):
    """Lines as sacreBLEU's command reads them."""
    with open(path, encoding="utf-8", newline="\n") as file:
        return [line.rstrip() for line in file]


def systems(folder):
    """The outputs in a folder, and two poorer ones of each."""
    for language in sorted(path for path in pathlib.Path(folder).iterdir() if path.is_dir()):
        reference = read(next(language.glob("reference.*")))
        outputs = sorted(p for p in language.iterdir() if not p.name.startswith("reference."))
        others = [read(path) for path in outputs]
        for number, (path, lines) in enumerate(zip(outputs, others)):
            # Every other system has two references, of which the second is another system.
            references = [reference] + ([others[number - 1]] if number % 2 else [])
            yield Output(language.name, path.name, "real", lines, references)
            for poorer in (dropped_and_swapped, misspelt):
                rng = random.Random(f"{path.name} {poorer.__name__}")
                lines_made = [poorer(rng, line) for line in lines]
                yield Output(language.name, f"{path.name} {poorer.__name__}", "perturbed", lines_made,
                             references)


def hostile(count):
    """Corpora of lines that are made to be tokenised wrongly."""
    for number in range(count):
        rng = random.Random(number)
        # evaluate drops a byte-order mark at the start of a file, so none may stand there.
        references = [golden.line(rng).lstrip("\ufeff") for _ in range(100)]
        make = golden.noisy if number % 2 else golden.reordered
        sets = [references] + [[golden.noisy(rng, line) for line in references]] * (number % 3 == 0)
        yield Output("none", f"hostile {number}", "hostile",
                     golden.stripped(make(rng, line).lstrip("\ufeff") for line in references),
                     [golden.stripped(lines) for lines in sets])


def dropped_and_swapped(rng, line):
    """Without some words, others in another place."""
    words = [word for word in line.split(" ") if rng.random() > 0.08]
    for _ in range(len(words) // 8):
        start, end, place = sorted(rng.randrange(len(words) + 1) for _ in range(3))
        words = words[:start] + words[end:place] + words[start:end] + words[place:]
    return " ".join(words)


def misspelt(rng, line):
    """With other letters, case and punctuation here and there."""
    characters = []
    for character in line:
        chance = rng.random()
        if chance < 0.01:
            characters.append(rng.choice("aeiou.,-!"))
        elif chance < 0.03:
            characters.append(character.swapcase())
        elif chance < 0.99:
            characters.append(character)
    return "".join(characters).rstrip()
