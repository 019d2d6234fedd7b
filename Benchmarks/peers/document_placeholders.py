"""Puts placeholders of all syntaxes into sentences, translates them as a catalogue of gettext, and counts.

    python3 Benchmarks/peers/document_placeholders.py TRANSLATE MODEL SENTENCES [COUNT]
"""

import random
import re
import subprocess
import sys
import tempfile
from collections import Counter

PLACEHOLDERS = [
    "%s", "%d", "%1$s", "%2$d", "%-5s", "%.2f", "%lu", "%(name)s", "%(count)d", "{0}", "{1}", "{name}",
    "{user.name}", "{{name}}", "{{ count }}", "${name}", "${total}", "%{name}", "%1", "%NAME%", "%@",
    "https://a.example/b?c=d&e=1", "http://www.b.example", "someone@mail.example", "&amp;", "&#8230;",
    "<b>", "<br/>", "<a href=\"x\">",
]
FOUND = re.compile(
    r"https?://[\w./?=&-]*\w|[\w.]+@[\w.]+\w|%\d\$[sd]|%\(\w+\)[sd]|%-5s|%\.2f|%lu|%\{\w+\}|%NAME%|%@|%[sd1]"
    r"|\$\{\w+\}|\{\{ ?\w+ ?\}\}|\{[\w.]+\}|&amp;|&#8230;|</?b>|<br/>|<a href=\"x\">|</a>"
)


def message(words, chosen):
    for placeholder in chosen:
        place = random.randrange(len(words) + 1)
        words.insert(place, placeholder)
        if placeholder == "<b>" or placeholder.startswith("<a"):
            words[place : place + 2] = [placeholder + "".join(words[place + 1 : place + 2]) + f"</{placeholder[1]}>"]
    return " ".join(words)


def main():
    translate, model, path = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 10_000
    random.seed(1)
    lines = [line.split() for line in open(path, encoding="utf-8")]
    lines = [line for line in lines if 3 <= len(line) <= 25 and not FOUND.search(" ".join(line))]
    messages = [
        message(list(random.choice(lines)), random.sample(PLACEHOLDERS, random.choice([1, 1, 1, 2, 3])))
        for _ in range(count)
    ]
    quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in messages]
    with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8") as catalogue:
        catalogue.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n')
        # The number keeps equal messages apart.
        for number, text in enumerate(quoted):
            catalogue.write(f'msgctxt "{number}"\nmsgid "{text}"\nmsgstr ""\n\n')
        catalogue.flush()
        run = subprocess.run(
            [translate, "--model", model, "--report-problems", catalogue.name],
            capture_output=True, check=True, text=True,
        )
    good = untranslated = 0
    shown = 0
    entries = run.stdout.split("\n\n")[1:]
    for entry, text in zip(entries, messages):
        strings = re.findall(r'^(?:msgstr )?"(.*)"$', entry.split("msgstr", 1)[1].join(["msgstr", ""]), re.M)
        translation = "".join(strings).replace('\\"', '"').replace("\\\\", "\\")
        wanted, found = Counter(FOUND.findall(text)), Counter(FOUND.findall(translation))
        if not translation:
            untranslated += 1
        elif wanted == found:
            good += 1
        elif shown < 5:
            shown += 1
            print(f"- {text}\n+ {translation}")
    placed = run.stderr.count("placed by alignment")
    print(f"{count} messages, {100 * good / count:.2f} % with all placeholders once,"
          f" {untranslated} left as they are, {placed} placed by alignment")


main()
