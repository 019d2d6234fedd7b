"""Golden models of T5's family, in the form of `models.py`, beside whose they lie.

    pip install torch==2.15.0 transformers==5.24.0 sentencepiece==0.2.3 protobuf && python t5-models.py

Each folder is as those that are shared: the first T5 (tied, scaled output, ReLU), T5 1.1 (gated, an output layer of
its own, `pytorch_model.bin` with all names), mT5 with a `tokenizer.json`, and MADLAD-400, whose file lacks
`shared.weight`. `t5-buckets.json` has the bucket of every distance.
"""

import json

import models
import safetensors.torch
import torch
import transformers
from models import fresh, randomize, record, train
from transformers.models.t5.modeling_t5 import T5Attention

SENTINELS = [f"<extra_id_{i}>" for i in reversed(range(100))]


def sizes(rows, **more):
    return dict(
        vocab_size=rows, d_model=16, d_kv=6, num_heads=4, num_layers=3, num_decoder_layers=2, d_ff=24,
        relative_attention_num_buckets=8, relative_attention_max_distance=20, dropout_rate=0.0, **more)


class Pieces:
    """A SentencePiece model with what stands around its pieces."""

    def __init__(self, pieces, end, before=(), prefix=""):
        self.pieces, self.end, self.before, self.prefix = pieces, end, before, prefix
        known = pieces.get_piece_size()
        self.names = [pieces.id_to_piece(i) for i in range(known)]
        if "<extra_id_0>" not in self.names:
            self.names += SENTINELS

    def __call__(self, line):
        return {"input_ids": [*self.before, *self.pieces.encode(self.prefix + line), self.end]}

    def decode(self, tokens, skip_special_tokens):
        known = self.pieces.get_piece_size()
        text = [i for i in tokens if i < known and not self.pieces.is_control(i)
                and not self.pieces.id_to_piece(i).startswith(("<extra_id", "<2"))]
        return self.pieces.decode(text)

    def convert_ids_to_tokens(self, tokens):
        return [self.names[i] if i < len(self.names) else f"<unused row {i}>" for i in tokens]


def same(pieces, tokenizer):
    """That Transformers splits as SentencePiece does."""
    for line in models.LINES:
        ours, theirs = pieces(line)["input_ids"], tokenizer(pieces.prefix + line)["input_ids"]
        assert ours == theirs, (line, ours, theirs)


def settings(folder, drop=(), **more):
    """Rewrites `config.json` as files of that kind were written."""
    path = folder / "config.json"
    values = {k: v for k, v in json.loads(path.read_text()).items() if k not in drop}
    path.write_text(json.dumps({**values, **more}, indent=2) + "\n")


def t5():
    folder = fresh("t5")
    pieces = train(folder / "spiece.model", 150, "unigram", 0, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    config = transformers.T5Config(
        decoder_start_token_id=0, **sizes(150 + 100 + 6, feed_forward_proj="relu"))
    model = randomize(transformers.T5ForConditionalGeneration(config), 12)
    with torch.no_grad():
        # What the layers add weighs more than the token that they are given, which would else be repeated.
        for name, parameter in model.decoder.named_parameters():
            if ".o." in name or ".wo." in name:
                parameter *= 4
        model.decoder.final_layer_norm.weight *= 16
        model.shared.weight *= 0.5
    assert model.config.scale_decoder_outputs
    model.save_pretrained(folder)
    settings(folder, ["scale_decoder_outputs", "tie_word_embeddings"])
    model = transformers.T5ForConditionalGeneration.from_pretrained(folder)
    tokenizer = Pieces(pieces, 1, prefix="translate English to German: ")
    same(tokenizer, transformers.T5Tokenizer.from_pretrained(folder))
    record("t5", model, tokenizer, [0, 2], [0], prefix=len(pieces.encode(tokenizer.prefix)),
           **{"from": "en", "to": "de"})


def t5_gated():
    folder = fresh("t5-v1_1")
    pieces = train(folder / "spiece.model", 140, "unigram", 1, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    config = transformers.T5Config(
        decoder_start_token_id=0, tie_word_embeddings=False,
        **sizes(140 + 100, feed_forward_proj="gated-gelu"))
    model = transformers.T5ForConditionalGeneration(config)
    model.lm_head.weight = torch.nn.Parameter(torch.zeros_like(model.lm_head.weight))
    randomize(model, 7)
    model.config.save_pretrained(folder)
    torch.save(model.state_dict(), folder / "pytorch_model.bin")
    settings(folder, ["scale_decoder_outputs"], tie_word_embeddings=False)
    model = transformers.T5ForConditionalGeneration.from_pretrained(folder)
    assert not torch.equal(model.lm_head.weight, model.shared.weight)
    assert not model.config.scale_decoder_outputs
    tokenizer = Pieces(pieces, 1)
    same(tokenizer, transformers.T5Tokenizer.from_pretrained(folder))
    record("t5-v1_1", model, tokenizer, [0, 2], [0])


def mt5():
    folder = fresh("mt5")
    pieces = train(
        folder / "spiece.model", 250, "unigram", 0, pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
        user_defined_symbols=SENTINELS)
    theirs = transformers.T5Tokenizer.from_pretrained(folder, extra_ids=0)
    tokenizer = Pieces(pieces, 1)
    same(tokenizer, theirs)
    theirs._tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "spiece.model").unlink()
    config = transformers.MT5Config(
        decoder_start_token_id=0, **sizes(250 + 12, feed_forward_proj="gated-gelu"))
    model = transformers.MT5ForConditionalGeneration(config)
    model.lm_head.weight = torch.nn.Parameter(torch.zeros_like(model.lm_head.weight))
    randomize(model, 8).save_pretrained(folder)
    settings(folder, tie_word_embeddings=False)
    model = transformers.MT5ForConditionalGeneration.from_pretrained(folder)
    assert not torch.equal(model.lm_head.weight, model.shared.weight)
    record("mt5", model, tokenizer, [0, 2], [0])


def madlad():
    folder = fresh("madlad")
    languages = [f"<2{code}>" for code in ["en", "de", "fr", "zh_Latn"]]
    pieces = train(
        folder / "spiece.model", 150, "unigram", 0, unk_id=0, bos_id=1, eos_id=2,
        user_defined_symbols=languages)
    config = transformers.T5Config(
        pad_token_id=1, eos_token_id=2, decoder_start_token_id=0, tie_word_embeddings=False,
        **sizes(150, feed_forward_proj="gated-gelu"))
    model = transformers.T5ForConditionalGeneration(config)
    model.lm_head.weight = torch.nn.Parameter(torch.zeros_like(model.lm_head.weight))
    randomize(model, 9)
    weights = {
        name: weight.contiguous() for name, weight in model.state_dict().items()
        if name not in ["shared.weight", "encoder.embed_tokens.weight"]}
    model.config.save_pretrained(folder)
    safetensors.torch.save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    settings(folder, ["scale_decoder_outputs"], tie_word_embeddings=False)
    tokenizer = Pieces(pieces, 2, before=[pieces.piece_to_id("<2de>")])
    tags = [pieces.piece_to_id(tag) for tag in languages]
    record("madlad", model, tokenizer, [1, 0], [0], languages=tags, to="de")


def buckets():
    distances = torch.arange(-600, 601)
    cases = []
    for bidirectional in [True, False]:
        for count, most in [(32, 128), (8, 20), (64, 256)]:
            found = T5Attention._relative_position_bucket(
                distances, bidirectional=bidirectional, num_buckets=count, max_distance=most)
            cases.append({
                "causal": not bidirectional, "buckets": count, "most": most, "found": found.tolist()})
    text = json.dumps({"first": -600, "cases": cases}, separators=(",", ":"))
    (models.OUT / "t5-buckets.json").write_text(text.replace("{\"causal\"", "\n{\"causal\"") + "\n")


def make_all():
    models.OUT.mkdir(parents=True, exist_ok=True)
    t5()
    t5_gated()
    mt5()
    madlad()


if __name__ == "__main__":
    make_all()
    buckets()
