#!/usr/bin/env python3
"""Compares Dragoman's tokenizer with those of the field: speed, memory, and whether they agree.

    make bench-tokenizer                     on a text of 110 MB that it makes
    make bench-tokenizer TEXT="a.en a.de"    on these files together, too

Every system learns 8,000 pieces from the same file and encodes the same lines, on one thread, each in
a process of its own. Seconds are the processor's, which other work on the machine disturbs less than
those of the clock; only our two threads are timed by the clock. Learning includes reading the file and
writing the vocabulary; its memory is the most that the process held. Lines to encode are in memory. Medians of several runs; subword-nmt has one, and only on a text of a few megabytes.

Made for tokenizers 0.23.3, sentencepiece 0.2.3 and subword-nmt 0.3.8.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

SIZE = 8_000
CHECKED_LINES = 100_000
ENCODED_BYTES = 32_000_000
SLOW_BYTES = 8_000_000
COMMANDS = ".build/release"


# --- The others: each function runs in a process of its own ----------------------------------------


def learn_sentencepiece(text, model):
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        input=text, model_prefix=model.removesuffix(".model"), model_type="bpe", vocab_size=SIZE,
        character_coverage=0.9999, byte_fallback=True, split_digits=True, num_threads=1,
        minloglevel=2)


def encode_sentencepiece(model):
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_file=model)
    return lambda lines: processor.encode(lines, num_threads=1)


def learn_tokenizers(text, model):
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(byte_fallback=True))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train([text], trainers.BpeTrainer(
        vocab_size=SIZE, min_frequency=2, show_progress=False,
        special_tokens=["<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]))
    tokenizer.save(model)


def encode_tokenizers(model):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(model)
    # Text is text: '<s>' in a line is no control token.
    tokenizer.encode_special_tokens = True
    return lambda lines: [
        encoding.ids for encoding in tokenizer.encode_batch_fast(lines, add_special_tokens=False)]


def learn_subword_nmt(text, model):
    from subword_nmt.learn_bpe import learn_bpe

    with open(text, encoding="utf-8") as lines, open(model, "w", encoding="utf-8") as codes:
        learn_bpe(lines, codes, SIZE, min_frequency=2)


def encode_subword_nmt(model):
    from subword_nmt.apply_bpe import BPE

    codes = BPE(open(model, encoding="utf-8"))
    return lambda lines: [codes.process_line(line).split() for line in lines]


PEERS = {
    "sentencepiece": ("SentencePiece", "sp.model", learn_sentencepiece, encode_sentencepiece),
    "tokenizers": ("HF tokenizers", "hf.json", learn_tokenizers, encode_tokenizers),
    "subword-nmt": ("subword-nmt", "codes.txt", learn_subword_nmt, encode_subword_nmt),
}


def read_lines(path, size):
    """The first lines of a file, as many as fit in `size` bytes."""
    with open(path, "rb") as file:
        text = file.read(size)
    lines = text.decode(errors="ignore").split("\n")
    return lines[:-1]


def worker(step, peer, text, model, size):
    """Learns, or encodes and prints the seconds; `check` prints the identifiers."""
    _, _, learn, encode = PEERS[peer]
    if step == "learn":
        start = time.process_time()
        learn(text, model)
        print(time.process_time() - start)
        return
    encode = encode(model)
    lines = read_lines(text, int(size))
    if step == "check":
        for ids in encode(lines[:CHECKED_LINES]):
            print(*ids)
        return
    start = time.process_time()
    for index in range(0, len(lines), 10_000):
        encode(lines[index : index + 10_000])
    print(time.process_time() - start)


# --- The comparison ---------------------------------------------------------------------------------


def run(command):
    """Runs a command; returns its output, None when it fails, and the most memory it held in MB."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env={
            **os.environ, "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode != 0:
            print(f"failed: {' '.join(command)}", file=sys.stderr)
        return output.read().decode() if process.returncode == 0 else None, usage.ru_maxrss / 1024


def run_peer(step, peer, text, model, size=0):
    return run([sys.executable, __file__, "--worker", step, peer, text, model, str(size)])


def ours(text, folder, runs):
    model = f"{folder}/ours.json"
    learned = []
    for _ in range(runs):
        output, memory = run([f"{COMMANDS}/benchmark", "tokenizer", text, "--vocabulary", model,
                              "--learn", str(SIZE)])
        learned.append((float(output.split()[1]), memory))
    excerpt = f"{folder}/excerpt"
    with open(excerpt, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in read_lines(text, ENCODED_BYTES))
    output, _ = run([
        f"{COMMANDS}/benchmark", "tokenizer", excerpt, "--vocabulary", model, "--runs", str(runs)])
    rates = [float(rate) for rate in re.findall(r"([\d.]+) MB/s", output)]
    return [statistics.median(values) for values in zip(*learned)] + rates


def theirs(peer, text, folder, runs):
    model = f"{folder}/{PEERS[peer][1]}"
    limit = ENCODED_BYTES
    if peer == "subword-nmt":
        runs, limit = 1, SLOW_BYTES
        if os.path.getsize(text) > SLOW_BYTES:
            return None
    learned = []
    for _ in range(runs):
        output, memory = run_peer("learn", peer, text, model)
        learned.append((float(output), memory))
    size = sum(len(line.encode()) + 1 for line in read_lines(text, limit)) / 1e6
    rates = [size / float(run_peer("encode", peer, text, model, limit)[0]) for _ in range(runs)]
    return [statistics.median(values) for values in zip(*learned)] + [statistics.median(rates)]


def agreement(text, folder):
    """Whether two systems give the same identifiers with the same file: (what, yes or no)."""
    excerpt = f"{folder}/checked"
    lines = read_lines(text, ENCODED_BYTES)[:CHECKED_LINES]
    with open(excerpt, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
    pairs = [
        ("our vocabulary, read by HF tokenizers", "tokenizers", "ours.json", "--ids"),
        ("HF tokenizers' file, read by us", "tokenizers", "hf.json", "--ids"),
        ("SentencePiece's model, read by us", "sentencepiece", "sp.model", "--ids"),
        ("subword-nmt's codes, read by us", "subword-nmt", "codes.txt", None),
    ]
    for name, peer, file, ids in pairs:
        model = f"{folder}/{file}"
        if not os.path.exists(model):
            continue
        expected = run_peer("check", peer, excerpt, model, os.path.getsize(excerpt) + 1)[0]
        found = run([f"{COMMANDS}/train", "encode", "--vocabulary", model, excerpt]
                    + ([ids] if ids else []))[0]
        if found is None:
            yield name, 0, len(lines)
            continue
        expected, found = expected.split("\n"), found.split("\n")
        same = sum(agree(one, other) for one, other in zip(expected[:-1], found[:-1]))
        yield name, same, len(lines)


def agree(expected, found):
    """Whether two lines of tokens are equal. Codes have no piece for a character that they never saw,
    which subword-nmt writes as it is and we as <unk>."""
    expected, found = expected.split(), found.split()
    return len(expected) == len(found) and all(
        other in (one, "<unk>") for one, other in zip(expected, found))


def processor():
    with open("/proc/cpuinfo") as file:
        names = re.findall(r"^model name\s*: (.*)", file.read(), re.M)
    return names[0] if names else platform.machine()


def compare(text, name, runs):
    print(f"\n{name}: {os.path.getsize(text) / 1e6:.1f} MB, {SIZE:,} pieces\n")
    print("| | learning | memory | encoding, 1 thread | 2 threads |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        seconds, memory, one, two = ours(text, folder, runs)
        print(f"| Dragoman | {seconds:.2f} s | {memory:.0f} MB | {one:.1f} MB/s | {two:.1f} MB/s |")
        for peer, (title, *_) in PEERS.items():
            figures = theirs(peer, text, folder, runs)
            title += " " + importlib.metadata.version(peer)
            if figures is None:
                print(f"| {title} | not measured, too slow | | | |", flush=True)
                continue
            print(f"| {title} | {figures[0]:.2f} s ({figures[0] / seconds:.1f}×) | {figures[1]:.0f} MB "
                  f"| {figures[2]:.1f} MB/s ({one / figures[2]:.1f}×) | |", flush=True)
        print("\nthe same tokens for lines:")
        for what, same, count in agreement(text, folder):
            print(f"  {same:,} of {count:,}  {what}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", nargs="*")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--worker", nargs=5)
    arguments = parser.parse_args()
    if arguments.worker:
        worker(*arguments.worker)
        return
    print(f"{processor()}, {platform.platform()}")
    for text in arguments.texts:
        compare(text, os.path.basename(text), arguments.runs)


main()
