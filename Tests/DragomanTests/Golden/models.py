"""Golden models of other systems: small folders with random weights, and what their own library makes of them.

    pip install torch==2.15.0 transformers==5.24.0 sentencepiece==0.2.3 protobuf && python models.py

For each model this writes a folder `models/NAME` as Transformers saves it, and `models/NAME.json`: lines, their
tokens by the model's own tokenizer, their translations by greedy and by beam search, and the log-probability
of each token of the greedy one. `<pad>` and `<unk>` are forbidden, and what is left is normalised again, as
Marian and CTranslate2 do it.
"""

import json
import pathlib
import platform
import shutil

import sentencepiece
import torch
import transformers
from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

HERE = pathlib.Path(__file__).parent
OUT = HERE / "models"
TEXT = HERE / "tokenizer-training.txt"
LINES = [
    "The river runs past the old mill.",
    "She said: \"The garden is open from 9 to 17.\"",
    "über naïve 東京 🙂 and spaces",
    "perhaps",
    "Full of Functions",
]
LENGTH = 14


def train(path, pieces, kind, seed, **options):
    lines = [line for line in TEXT.read_text().splitlines() if max(map(ord, line)) < 0x250]
    text = path.with_suffix(".txt")
    text.write_text("\n".join(lines[seed::2] * 2 + lines))
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(path.with_suffix("")), vocab_size=pieces, model_type=kind,
        character_coverage=0.98, minloglevel=2,
        normalization_rule_name="nmt_nfkc" if "marian/" in str(path) else "identity", **options)
    text.unlink()
    path.with_suffix(".vocab").unlink()
    path.with_suffix(".model").rename(path)
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def randomize(model, seed):
    """Weights so large that no two tokens are equally likely."""
    torch.manual_seed(seed)
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            # Sines and cosines.
            continue
        if "norm" in name and name.endswith("weight"):
            torch.nn.init.normal_(parameter, 1, 0.2)
        elif parameter.dim() > 1:
            torch.nn.init.normal_(parameter, 0, 0.35)
        else:
            torch.nn.init.normal_(parameter, 0, 0.2)
    return model


def record(name, model, tokenizer, bans, start, target=None, languages=(), prefix=0, **directions):
    folder = OUT / name
    model.eval()
    bans = [[token] for token in bans]
    options = dict(
        max_new_tokens=LENGTH, do_sample=False, bad_words_ids=bans, renormalize_logits=True,
        **({} if target is None else {"forced_bos_token_id": target}))
    result = {
        "torch": torch.__version__.split("+")[0], "transformers": transformers.__version__,
        "python": platform.python_version(), **directions, "length": LENGTH - len(start) + 1,
        "lines": [],
    }
    for line in LINES:
        tokens = tokenizer(line)["input_ids"]
        ids = torch.tensor([tokens])
        with torch.no_grad():
            greedy = model.generate(ids, num_beams=1, **options)[0].tolist()
            beam = model.generate(
                ids, num_beams=4, early_stopping="never", length_penalty=1.0, **options)[0].tolist()
            given = model(input_ids=ids, decoder_input_ids=torch.tensor([greedy])).logits[0].double()
        for [ban] in bans:
            given[:, ban] = -torch.inf
        probabilities = torch.log_softmax(given, -1)
        first = len(start)
        text = [token for token in greedy[first:] if token not in languages]
        scores = [float(probabilities[i - 1, greedy[i]]) for i in range(first, len(greedy))]
        result["lines"].append({
            "text": line, "tokens": tokens, "greedy": greedy[first:], "beam": beam[first:],
            "scores": scores,
            "translation": tokenizer.decode(text, skip_special_tokens=True),
        })
    if OUT != HERE / "models":
        # For benchmarks, which see the names of tokens alone.
        names = tokenizer.convert_ids_to_tokens
        frame = {model.config.eos_token_id, *languages}
        for line in result["lines"]:
            line["source_pieces"] = names([i for i in line["tokens"][prefix:] if i not in frame])
            for key in ["greedy", "beam"]:
                line[f"{key}_pieces"] = names([i for i in line[key] if i != model.config.eos_token_id])
    (OUT / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=None).replace("{\"text\"", "\n {\"text\"") + "\n")


def fresh(name):
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def sizes(**more):
    return dict(
        d_model=16, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4,
        decoder_attention_heads=2, encoder_ffn_dim=24, decoder_ffn_dim=20,
        max_position_embeddings=64, dropout=0.0, attention_dropout=0.0, **more)


def marian(name, languages=(), activation="swish", half=False):
    folder = fresh(name)
    options = dict(bos_id=-1, eos_id=0, unk_id=1)
    source = train(folder / "source.spm", 130, "unigram", 0, **options)
    target = train(folder / "target.spm", 140, "unigram", 1, **options)
    pieces = ["</s>", "<unk>"]
    for side in (source, target):
        for i in range(side.get_piece_size()):
            # OPUS-MT's vocabularies lack some pieces of their models.
            if side.id_to_piece(i) not in pieces and side.id_to_piece(i) != "▁mill":
                pieces.append(side.id_to_piece(i))
    pieces += [f">>{code}<<" for code in languages] + ["<pad>"]
    (folder / "vocab.json").write_text(
        json.dumps({piece: i for i, piece in enumerate(pieces)}, ensure_ascii=False))
    pad = len(pieces) - 1
    config = transformers.MarianConfig(
        vocab_size=len(pieces), pad_token_id=pad, decoder_start_token_id=pad, eos_token_id=0,
        forced_eos_token_id=None, scale_embedding=True, activation_function=activation,
        bos_token_id=0, **sizes())
    model = randomize(transformers.MarianMTModel(config), 1)
    with torch.no_grad():
        model.model.shared.weight[pad] = 0
        model.final_logits_bias.normal_(0, 0.5)
    if half:
        model = model.half()
    model.save_pretrained(folder)
    if half:
        # From the file, or sines and cosines would be rounded too.
        model = transformers.MarianMTModel.from_pretrained(folder, dtype=torch.float32)
    (folder / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "MarianTokenizer", "source_lang": "en", "target_lang": "de"}))
    tokenizer = transformers.MarianTokenizer.from_pretrained(folder)
    if languages:
        plain = tokenizer
        tokenizer = lambda line: plain(f">>{languages[1]}<< {line}")
        tokenizer.decode = plain.decode
        tokenizer.convert_ids_to_tokens = plain.convert_ids_to_tokens
    tokens = [pieces.index(f">>{code}<<") for code in languages]
    record(name, model, tokenizer, [pad, 1], [pad], languages=tokens,
           to=languages[1] if languages else None)


def m2m():
    folder = fresh("m2m")
    pieces = train(folder / "sentencepiece.bpe.model", 150, "unigram", 0)
    names = ["<s>", "<pad>", "</s>", "<unk>"] + [
        pieces.id_to_piece(i) for i in range(3, pieces.get_piece_size())
        if pieces.id_to_piece(i) != "▁mill"]
    (folder / "vocab.json").write_text(
        json.dumps({name: i for i, name in enumerate(names)}, ensure_ascii=False))
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "M2M100Tokenizer"}))
    tokenizer = transformers.M2M100Tokenizer(
        vocab_file=str(folder / "vocab.json"), spm_file=str(folder / "sentencepiece.bpe.model"),
        src_lang="en", tgt_lang="de")
    config = transformers.M2M100Config(
        vocab_size=len(names) + 100 + 8, activation_function="relu", scale_embedding=True, **sizes())
    model = randomize(transformers.M2M100ForConditionalGeneration(config), 2)
    model.save_pretrained(folder)
    target = tokenizer.get_lang_id("de")
    record("m2m", model, tokenizer, [1, 3], [2, target], target=target,
           languages=range(len(names), len(names) + 100), **{"from": "en", "to": "de"})


def nllb():
    folder = fresh("nllb")
    train(folder / "sentencepiece.bpe.model", 150, "bpe", 0)
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "NllbTokenizer"}))
    plain = transformers.NllbTokenizer.from_pretrained(folder)
    # The published order: pieces, languages, then the mask.
    vocabulary = {name: i for name, i in plain.get_vocab().items() if name != "<mask>"}
    for name in [*FAIRSEQ_LANGUAGE_CODES, "<mask>"]:
        vocabulary[name] = len(vocabulary)
    tokenizer = transformers.NllbTokenizer(
        vocab=vocabulary, merges=plain._merges, src_lang="eng_Latn", tgt_lang="zho_Hant",
        extra_special_tokens=list(FAIRSEQ_LANGUAGE_CODES))
    config = transformers.M2M100Config(
        vocab_size=len(tokenizer) + 2, activation_function="relu", scale_embedding=True, **sizes())
    model = randomize(transformers.M2M100ForConditionalGeneration(config), 3)
    model.save_pretrained(folder)
    target = tokenizer.convert_tokens_to_ids("zho_Hant")
    languages = tokenizer.convert_tokens_to_ids(list(FAIRSEQ_LANGUAGE_CODES))
    record("nllb", model, tokenizer, [1, 3], [2, target], target=target, languages=languages,
           **{"from": "en", "to": "zh-TW"})


def mbart(name, fifty):
    folder = fresh(name)
    train(folder / "sentencepiece.bpe.model", 140, "unigram", 0)
    kind = "MBart50Tokenizer" if fifty else "MBartTokenizer"
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": kind}))
    tokenizer = getattr(transformers, kind).from_pretrained(
        folder, src_lang="en_XX", tgt_lang="ro_RO")
    target = tokenizer.convert_tokens_to_ids("ro_RO")
    config = transformers.MBartConfig(
        vocab_size=len(tokenizer), activation_function="gelu", scale_embedding=True,
        decoder_start_token_id=2 if fifty else target, forced_eos_token_id=None, **sizes())
    model = randomize(transformers.MBartForConditionalGeneration(config), 4)
    with torch.no_grad():
        model.final_logits_bias.normal_(0, 0.5)
    model.save_pretrained(folder)
    record(name, model, tokenizer, [1, 3], [2, target] if fifty else [target],
           target=target if fifty else None,
           languages=[target, tokenizer.convert_tokens_to_ids("en_XX")], **{"from": "en", "to": "ro"})


def make_all():
    OUT.mkdir(parents=True, exist_ok=True)
    marian("marian")
    marian("marian-languages", ["fra", "deu", "ron"], activation="relu", half=True)
    m2m()
    nllb()
    mbart("mbart50", True)
    mbart("mbart25", False)


if __name__ == "__main__":
    make_all()
