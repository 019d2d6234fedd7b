"""The speed of Hugging Face Transformers with a Marian model of the same shape and random weights.

Takes the options of `benchmark decoding run` and prints what it prints.
"""
import argparse
import json
import pathlib
import resource
import time

import torch
from transformers import MarianConfig, MarianMTModel


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--size")
    parser.add_argument("--precision")
    parser.add_argument("--beam-size", type=int, default=1)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--sentences", type=int, default=128)
    parser.add_argument("--length", type=int, default=24)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    shape = json.loads((options.folder / options.size / "config.json").read_text())
    keys = ["vocab_size", "d_model", "encoder_layers", "decoder_layers", "encoder_ffn_dim"]
    keys += ["decoder_ffn_dim", "encoder_attention_heads", "decoder_attention_heads"]
    padding = shape["vocab_size"] - 1
    config = MarianConfig(
        **{key: shape[key] for key in keys},
        activation_function="relu", scale_embedding=True, pad_token_id=padding, eos_token_id=1,
        bos_token_id=0, decoder_start_token_id=0, forced_eos_token_id=None,
    )
    model = MarianMTModel(config).eval()
    lines = (options.folder / "sentences.txt").read_text().splitlines()[: options.sentences]
    sentences = sorted(([int(token) for token in line.split()] + [1] for line in lines), key=len)
    batches = []
    for start in range(0, len(sentences), options.batch_size):
        batch = sentences[start : start + options.batch_size]
        width = max(map(len, batch))
        ids = torch.tensor([row + [padding] * (width - len(row)) for row in batch])
        batches.append((ids, (ids != padding).long()))
    clock = time.process_time if options.threads == 1 else time.perf_counter
    for run in range(options.runs + 1):
        start = clock()
        with torch.inference_mode():
            for ids, mask in batches:
                model.generate(
                    input_ids=ids, attention_mask=mask, num_beams=options.beam_size,
                    do_sample=False, min_new_tokens=options.length, max_new_tokens=options.length,
                )
        seconds = clock() - start
        if run > 0:
            print(len(sentences) * options.length / seconds)
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
