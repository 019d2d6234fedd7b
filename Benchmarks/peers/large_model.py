"""Writes a model of NLLB-200's or MADLAD-400's shape with random weights in float16, as Transformers has it.

    python large_model.py FOLDER TEXT --layers 12 --width 1024 --inner 4096

NLLB's 600M is the default; 1.3B is `--layers 24 --inner 8192`, and MADLAD's 3B is `--family madlad --layers 32 --inner
8192`. The vocabulary is one of SentencePiece with as many pieces as
the model has, of which most are made up, so that a text becomes about as many tokens as with the real one.
"""

import argparse
import json
import pathlib
import struct

import numpy
import sentencepiece

# Rows, and which of them are neither pieces nor the first four tokens of fairseq.
VOCABULARY = {"nllb": 256206, "madlad": 256000}
LANGUAGES = 202


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("text", type=pathlib.Path, help="to learn the pieces from")
    parser.add_argument("--family", default="nllb", choices=VOCABULARY)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--width", type=int, default=1024)
    parser.add_argument("--inner", type=int, default=4096)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    write_vocabulary(options)
    shapes = nllb_shapes(options) if options.family == "nllb" else madlad_shapes(options)
    write_weights(options.folder / "model.safetensors", shapes)
    settings = nllb_settings(options) if options.family == "nllb" else madlad_settings(options)
    (options.folder / "config.json").write_text(json.dumps(settings, indent=1))


def nllb_settings(options):
    return {
        "model_type": "m2m_100", "vocab_size": VOCABULARY["nllb"], "d_model": options.width,
        "encoder_layers": options.layers, "decoder_layers": options.layers,
        "encoder_attention_heads": 16, "decoder_attention_heads": 16,
        "encoder_ffn_dim": options.inner, "decoder_ffn_dim": options.inner,
        "activation_function": "relu", "max_position_embeddings": 1024, "scale_embedding": True,
        "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "decoder_start_token_id": 2,
        "tie_word_embeddings": True, "is_encoder_decoder": True,
        "architectures": ["M2M100ForConditionalGeneration"],
    }


def madlad_settings(options):
    return {
        "model_type": "t5", "vocab_size": VOCABULARY["madlad"], "d_model": options.width, "d_kv": 128,
        "num_heads": 16, "num_layers": options.layers, "num_decoder_layers": options.layers,
        "d_ff": options.inner, "feed_forward_proj": "gated-gelu", "pad_token_id": 1, "eos_token_id": 2,
        "decoder_start_token_id": 0, "tie_word_embeddings": False, "is_encoder_decoder": True,
        "architectures": ["T5ForConditionalGeneration"],
    }


def write_vocabulary(options):
    from sentencepiece import sentencepiece_model_pb2 as model

    nllb = options.family == "nllb"
    prefix = options.folder / "learned"
    sentencepiece.SentencePieceTrainer.train(
        input=str(options.text), model_prefix=str(prefix), vocab_size=8000,
        model_type="bpe" if nllb else "unigram", hard_vocab_limit=nllb, minloglevel=2,
        user_defined_symbols=[] if nllb else ["<2en>", "<2de>"])
    proto = model.ModelProto()
    proto.ParseFromString(prefix.with_suffix(".model").read_bytes())
    for suffix in [".model", ".vocab"]:
        prefix.with_suffix(suffix).unlink()
    count = VOCABULARY["nllb"] - LANGUAGES - 4 if nllb else VOCABULARY["madlad"]
    while len(proto.pieces) < count:
        piece = proto.pieces.add()
        piece.piece, piece.score = f"\U000F0000{len(proto.pieces)}", -len(proto.pieces)
    (options.folder / ("sentencepiece.bpe.model" if nllb else "spiece.model")).write_bytes(proto.SerializeToString())


def nllb_shapes(options):
    width, inner = options.width, options.inner
    shapes = {"model.shared.weight": (VOCABULARY["nllb"], width)}

    def linear(name, outputs, inputs):
        shapes[f"{name}.weight"], shapes[f"{name}.bias"] = (outputs, inputs), (outputs,)

    def norm(name):
        shapes[f"{name}.weight"] = shapes[f"{name}.bias"] = (width,)

    for stack, attentions in [("encoder", ["self_attn"]), ("decoder", ["self_attn", "encoder_attn"])]:
        for layer in range(options.layers):
            name = f"model.{stack}.layers.{layer}"
            for attention in attentions:
                for part in ["q_proj", "k_proj", "v_proj", "out_proj"]:
                    linear(f"{name}.{attention}.{part}", width, width)
                norm(f"{name}.{attention}_layer_norm")
            linear(f"{name}.fc1", inner, width)
            linear(f"{name}.fc2", width, inner)
            norm(f"{name}.final_layer_norm")
        norm(f"model.{stack}.layer_norm")
    return shapes


def madlad_shapes(options):
    width, inner, heads = options.width, options.inner, 16 * 128
    shapes = {name: (VOCABULARY["madlad"], width) for name in ["decoder.embed_tokens.weight", "lm_head.weight"]}
    for stack, attentions in [("encoder", ["SelfAttention"]), ("decoder", ["SelfAttention", "EncDecAttention"])]:
        for layer in range(options.layers):
            name = f"{stack}.block.{layer}.layer"
            for number, attention in enumerate(attentions):
                for part in "qkv":
                    shapes[f"{name}.{number}.{attention}.{part}.weight"] = (heads, width)
                shapes[f"{name}.{number}.{attention}.o.weight"] = (width, heads)
                shapes[f"{name}.{number}.layer_norm.weight"] = (width,)
            last = f"{name}.{len(attentions)}"
            for part in ["wi_0", "wi_1"]:
                shapes[f"{last}.DenseReluDense.{part}.weight"] = (inner, width)
            shapes[f"{last}.DenseReluDense.wo.weight"] = (width, inner)
            shapes[f"{last}.layer_norm.weight"] = (width,)
        shapes[f"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"] = (32, 16)
        shapes[f"{stack}.final_layer_norm.weight"] = (width,)
    return shapes


def write_weights(path, shapes):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in shapes.items():
        size = 2 * int(numpy.prod(shape))
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    random = numpy.random.default_rng(1)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape in shapes.items():
            count = int(numpy.prod(shape))
            if len(shape) == 2:
                block = (random.standard_normal(min(count, 1 << 22), dtype=numpy.float32) * 0.02)
                values = numpy.resize(block.astype(numpy.float16), count)
            else:
                values = numpy.full(count, 1 if "norm.weight" in name else 0, dtype=numpy.float16)
            file.write(values.tobytes())


if __name__ == "__main__":
    main()
