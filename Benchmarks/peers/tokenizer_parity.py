"""Compares Dragoman's identifiers and text with those of the libraries whose files it reads.

    python3 -m venv /tmp/parity
    /tmp/parity/bin/pip install tokenizers==0.23.3 sentencepiece==0.2.3 protobuf==7.36.2 subword-nmt==0.3.8
    /tmp/parity/bin/python Benchmarks/peers/tokenizer_parity.py TEXT... [--lines 100000]

Trains a model of each kind on a part of the text, in a temporary folder: byte-pair encoding and unigrams
by Hugging Face tokenizers and by SentencePiece, with the pipelines of open translation models, and codes
by subword-nmt. Then it encodes the text with both sides and prints, for each kind, the lines compared,
those whose identifiers differ, and those whose text after decoding differs. It fails when any does.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import sentencepiece
import tokenizers
from subword_nmt import apply_bpe, learn_bpe
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

EMOJI = [
    "👩‍👩‍👧‍👦", "👍🏽", "🇩🇪🇫🇷", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🤷🏾‍♀️", "e\u0301", "ﬁ", "½", "\u200b", "\u00a0", "\u3000",
    "\u00ad", "\u0085", "①", "ｶﾞ", "▁", "  ", "\t", "“q”", "שָׁ", "ﷺ", "ｈｅｌｌｏ", "\u2028", "<0x41>",
]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("text", nargs="+", help="files of lines in many scripts")
    options.add_argument("--lines", type=int, default=100_000, help="lines to compare")
    options.add_argument("--size", type=int, default=8000, help="pieces of the models trained")
    options.add_argument("--only", default="", help="kinds whose names have this in them")
    options.add_argument("--train", default=".build/release/train", help="the command to compare")
    options = options.parse_args()
    lines = read(options.text, options.lines)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "lines").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        sample = random.Random(1).sample(lines, min(len(lines), 30_000))
        for name, path, encode, decode in peers(folder, sample, options.size):
            if options.only not in name:
                continue
            ids = run(options.train, "encode", path, folder / "lines")
            expected = [encode(line) for line in lines]
            (folder / "ids").write_text("".join(" ".join(map(str, line)) + "\n" for line in expected))
            text = run(options.train, "decode", path, folder / "ids", split=False)
            expected_text = [on_one_line(decode(line)) for line in expected]
            differ = [i for i, line in enumerate(ids) if line != expected[i]]
            differ_text = [i for i, line in enumerate(text) if line != expected_text[i]]
            print(f"{name:28} {len(lines)} lines, {len(differ)} differ in ids, "
                  f"{len(differ_text)} in text", flush=True)
            for i in differ[:3]:
                print("  ", json.dumps(lines[i]), ids[i], expected[i], sep="\n   ")
            for i in differ_text[:3]:
                print("  ", json.dumps(lines[i]), ascii(text[i]), ascii(expected_text[i]), sep="\n   ")
            failed = failed or differ or differ_text or len(ids) != len(lines)
    sys.exit(1 if failed else 0)


def on_one_line(text):
    return text.replace("\n", " ")


def read(paths, count):
    """Lines of the files, a few more made of emoji and odd characters, in an order of chance."""
    lines = []
    for path in paths:
        with open(path, encoding="utf-8", newline="\n") as file:
            lines += [line.rstrip("\n").replace("\r", "") for line in file]
    chance = random.Random(2)
    words = [word for line in lines[::50] for word in line.split()]
    for _ in range(len(lines) // 25):
        parts = (chance.choice(EMOJI if chance.random() < 0.4 else words)
                 for _ in range(chance.randint(0, 12)))
        lines.append(" ".join(parts) + chance.choice(["", " ", "  "]))
    chance.shuffle(lines)
    return lines[:count]


def run(train, command, vocabulary, path, split=True):
    arguments = [train, command, "--vocabulary", vocabulary, path, "--ids"]
    output = subprocess.run(arguments, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    lines = output.split("\n")[:-1]
    return [[int(id) for id in line.split()] for line in lines] if split else lines


def peers(folder, sample, size):
    """For each kind its name, the path of its file, and the functions that encode and decode."""
    yield from hugging_face(folder, sample, size)
    yield from sentence_piece(folder, sample, size)
    yield subword_nmt(folder, sample, size)


def hugging_face(folder, sample, size):
    charsmap = charsmap_of(
        sentence_piece_model(folder, sample, 4000, "bpe", {"character_coverage": 0.98}))
    metaspace = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    special = ["<s>", "<pad>", "</s>", "<unk>"]

    def nllb():
        tokenizer = tokenizers.Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
        tokenizer.normalizer = normalizers.Precompiled(charsmap)
        tokenizer.pre_tokenizer = metaspace
        tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
        return tokenizer, trainers.BpeTrainer(vocab_size=size, special_tokens=special)

    def llama():
        tokenizer = tokenizers.Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        tokenizer.decoder = decoders.Sequence(
            [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
        words = trainers.BpeTrainer(
            vocab_size=size, special_tokens=special + [f"<0x{byte:02X}>" for byte in range(256)],
            limit_alphabet=1000, max_token_length=16)
        tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
        return tokenizer, words

    def gpt2():
        tokenizer = tokenizers.Tokenizer(models.BPE())
        tokenizer.normalizer = normalizers.NFC()
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        return tokenizer, trainers.BpeTrainer(
            vocab_size=size, special_tokens=["<|endoftext|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet())

    def bert_like():
        tokenizer = tokenizers.Tokenizer(
            models.BPE(unk_token="<unk>", continuing_subword_prefix="##", end_of_word_suffix="</w>"))
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Nmt(),
             normalizers.Strip()])
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=False),
             pre_tokenizers.Punctuation("contiguous")])
        tokenizer.decoder = decoders.BPEDecoder(suffix="</w>")
        return tokenizer, trainers.BpeTrainer(
            vocab_size=size, special_tokens=special, continuing_subword_prefix="##",
            end_of_word_suffix="</w>")

    def xlmr():
        tokenizer = tokenizers.Tokenizer(models.Unigram())
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.Precompiled(charsmap), normalizers.Replace(tokenizers.Regex(" {2,}"), " ")])
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace])
        tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
        return tokenizer, trainers.UnigramTrainer(
            vocab_size=size, special_tokens=special, unk_token="<unk>")

    def unigram_bytes():
        tokenizer, _ = xlmr()
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first")
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.NFKC(), normalizers.Replace(tokenizers.Regex(r"\s+"), " ")])
        return tokenizer, trainers.UnigramTrainer(
            vocab_size=size, special_tokens=special, unk_token="<unk>", max_piece_length=12)

    for name, make in [
        ("HF BPE, as NLLB", nllb), ("HF BPE, as Llama", llama), ("HF BPE, bytes as GPT-2", gpt2),
        ("HF BPE, marks of BERT, GPT-1", bert_like), ("HF Unigram, as XLM-R, T5", xlmr),
        ("HF Unigram, first metaspace", unigram_bytes),
    ]:
        tokenizer, trainer = make()
        tokenizer.train_from_iterator(sample, trainer)
        if make is llama:
            tokenizer.pre_tokenizer = None
            data = json.loads(tokenizer.to_str())
            # Llama's lines are words as a whole, and its bytes are no special tokens.
            data["pre_tokenizer"] = None
            data["added_tokens"] = data["added_tokens"][:len(special)]
            tokenizer = tokenizers.Tokenizer.from_str(json.dumps(data))
        tokenizer.add_tokens([tokenizers.AddedToken("<mask>", lstrip=True), tokenizers.AddedToken("QQ")])
        path = folder / (name.replace(" ", "-") + ".json")
        tokenizer.save(str(path))
        tokenizer.encode_special_tokens = True
        yield (name, path, lambda line, t=tokenizer: t.encode(line, add_special_tokens=False).ids,
               tokenizer.decode)


def sentence_piece_model(folder, sample, size, kind, options):
    text = folder / "sample"
    text.write_text("".join(line.replace("\n", " ") + "\n" for line in sample), encoding="utf-8")
    prefix = folder / f"{kind}-{size}-{len(list(folder.iterdir()))}"
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(prefix), vocab_size=size, model_type=kind, minloglevel=2,
        num_threads=2, **options)
    return f"{prefix}.model"


def charsmap_of(path):
    from sentencepiece import sentencepiece_model_pb2
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(open(path, "rb").read())
    return model.normalizer_spec.precompiled_charsmap


def sentence_piece(folder, sample, size):
    for name, kind, options in [
        ("SP unigram, nmt_nfkc", "unigram", {}),
        ("SP unigram, bytes", "unigram", {
            "byte_fallback": True, "character_coverage": 0.98, "normalization_rule_name": "nmt_nfkc_cf",
            "user_defined_symbols": ["👍🏽", "der "], "control_symbols": ["<2de>"]}),
        ("SP unigram, identity", "unigram", {
            "normalization_rule_name": "identity", "remove_extra_whitespaces": False,
            "treat_whitespace_as_suffix": True}),
        ("SP BPE, nmt_nfkc", "bpe", {}),
        ("SP BPE, bytes, digits", "bpe", {
            "byte_fallback": True, "split_digits": True, "character_coverage": 0.98,
            "user_defined_symbols": ["<sep>", "👍🏽", "the"]}),
        ("SP BPE, spaces kept", "bpe", {
            "normalization_rule_name": "identity", "remove_extra_whitespaces": False,
            "add_dummy_prefix": False, "allow_whitespace_only_pieces": True}),
        ("SP char", "char", {"character_coverage": 0.99, "use_all_vocab": True}),
    ]:
        if kind == "char":
            options = {**options, "hard_vocab_limit": False}
        path = sentence_piece_model(folder, sample, size, kind, options)
        model = sentencepiece.SentencePieceProcessor(model_file=path)
        yield name, path, model.encode, model.decode


def subword_nmt(folder, sample, size):
    codes = folder / "codes"
    with open(codes, "w", encoding="utf-8") as file:
        learn_bpe.learn_bpe(sample, file, size, min_frequency=2)
    bpe = apply_bpe.BPE(open(codes, encoding="utf-8"))
    pieces = subword_nmt_pieces(codes)
    ids = {piece: id for id, piece in reversed(list(enumerate(pieces)))}

    def encode(line):
        return [ids.get(piece, 2) for piece in bpe.process_line(line).split(" ") if piece]

    def decode(line):
        return " ".join(pieces[id] for id in line if id > 1).replace("@@ ", "").removesuffix("@@")

    return "subword-nmt", codes, encode, decode


def subword_nmt_pieces(codes):
    """The pieces by identifier, as Dragoman numbers them: see SubwordNMTFile."""
    pairs = [line.rstrip("\n").split(" ") for line in open(codes, encoding="utf-8", newline="\n")][1:]
    characters = sorted({c for pair in pairs for piece in pair for c in piece.removesuffix("</w>")})
    pieces = ["<s>", "</s>", "<unk>"]
    for piece in [p for c in characters for p in (c, c + "</w>")] + [a + b for a, b in pairs]:
        name = piece.removesuffix("</w>") if piece.endswith("</w>") else piece + "@@"
        pieces.append(name)
    seen = set()
    return [piece for piece in pieces if not (piece in seen or seen.add(piece))]


main()
