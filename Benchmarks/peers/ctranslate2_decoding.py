"""The speed of CTranslate2 on the models of `benchmark decoding prepare`.

    python ctranslate2_decoding.py FOLDER --size base --precision int8 --beam-size 4 ...

Prints the output tokens a second of each run, then the peak memory in MB. The models' parameters are
written into CTranslate2's own format beside them.
"""
import argparse
import json
import pathlib
import resource
import sys
import time

# CTranslate2 would import these where they are installed, and they would count as its memory.
sys.modules["torch"] = sys.modules["transformers"] = None
import ctranslate2  # noqa: E402
import numpy as np  # noqa: E402
from ctranslate2.specs import common_spec, transformer_spec  # noqa: E402


def tensors(path):
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + size + offset for offset in entry["data_offsets"])
            yield name, np.frombuffer(data[begin:end], np.float32).reshape(entry["shape"]).copy()


def convert(model, precision):
    """Writes the model for CTranslate2 and returns the folder."""
    output = model.parent / f"{model.name}-ctranslate2-{precision}"
    if output.exists():
        return output
    config = json.loads((model / "config.json").read_text())
    weights = dict(tensors(model / "model.safetensors"))
    width = config["d_model"]
    spec = transformer_spec.TransformerSpec.from_config(
        (config["encoder_layers"], config["decoder_layers"]),
        config["encoder_attention_heads"],
        pre_norm=config["normalize_before"],
        activation=common_spec.Activation.RELU,
    )

    def norm(target, name):
        target.gamma, target.beta = weights[name + ".weight"], weights[name + ".bias"]

    def linear(target, *names):
        target.weight = np.concatenate([weights[name + ".weight"] for name in names])
        target.bias = np.concatenate([weights[name + ".bias"] for name in names])

    def attention(target, name, is_self):
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        if is_self:
            linear(target.linear[0], *parts)
        else:
            linear(target.linear[0], parts[0])
            linear(target.linear[1], *parts[1:])
        linear(target.linear[-1], f"{name}.output")
        norm(target.layer_norm, f"{name}Norm")

    def layers(target, side):
        for index, layer in enumerate(target):
            name = f"{side}.{index}"
            attention(layer.self_attention, f"{name}.selfAttention", True)
            if side == "decoder":
                attention(layer.attention, f"{name}.crossAttention", False)
            linear(layer.ffn.linear_0, f"{name}.feedForward.inner")
            linear(layer.ffn.linear_1, f"{name}.feedForward.outer")
            norm(layer.ffn.layer_norm, f"{name}.feedForwardNorm")

    positions, half = config["max_position_embeddings"], width // 2
    angles = np.arange(positions)[:, None] / 10000 ** (np.arange(half) / (half - 1))
    table = np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)
    embedding = weights["embedding.weight"]
    spec.encoder.embeddings[0].weight = embedding
    spec.decoder.embeddings.weight = embedding
    spec.decoder.projection.weight = embedding
    spec.decoder.projection.bias = np.zeros(len(embedding), np.float32)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        side.position_encodings.encodings = table
    layers(spec.encoder.layer, "encoder")
    layers(spec.decoder.layer, "decoder")
    if config["final_norm"]:
        norm(spec.encoder.layer_norm, "encoder.finalNorm")
        norm(spec.decoder.layer_norm, "decoder.finalNorm")
    names = ["<s>", "</s>"] + [str(number) for number in range(2, len(embedding))]
    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "2"
    spec.config.decoder_start_token, spec.config.add_source_eos = "<s>", True
    spec.validate()
    spec.optimize(quantization=None if precision == "float32" else precision)
    output.mkdir()
    spec.save(str(output))
    return output


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--size")
    parser.add_argument("--precision", default="int8")
    parser.add_argument("--beam-size", type=int, default=1)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--sentences", type=int, default=128)
    parser.add_argument("--length", type=int, default=24)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--convert-only", action="store_true")
    options = parser.parse_args()
    model = convert(options.folder / options.size, options.precision)
    if options.convert_only:
        return
    lines = (options.folder / "sentences.txt").read_text().splitlines()
    sources = [line.split() for line in lines[: options.sentences]]
    translator = ctranslate2.Translator(
        str(model), compute_type=options.precision, inter_threads=options.threads, intra_threads=1
    )
    # Other work on the machine disturbs the processor's seconds less than those of the clock.
    clock = time.process_time if options.threads == 1 else time.perf_counter
    for run in range(options.runs + 1):
        start = clock()
        results = translator.translate_batch(
            sources,
            beam_size=options.beam_size,
            max_batch_size=options.batch_size,
            min_decoding_length=options.length,
            max_decoding_length=options.length,
        )
        seconds = clock() - start
        if run > 0:
            print(sum(len(result.hypotheses[0]) for result in results) / seconds)
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
