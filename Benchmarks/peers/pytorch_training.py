"""The speed of training in PyTorch: a plain Transformer, the same compiled, or Transformers' Marian.

Takes the options of `benchmark training` and prints what it prints. The plain Transformer is what one
would write by hand for speed: joint projections, fused attention, the loss of real tokens alone, Adam in
one kernel. Batches hold pairs of like lengths, so that little is padded.
"""
import argparse
import math
import pathlib
import resource
import time

import torch
import torch.nn.functional as F
from torch import nn

SIZES = {"tiny": (128, 4, 4, 256), "small": (256, 3, 4, 1024), "base": (512, 6, 8, 2048)}
VOCABULARY, BEGIN, END, LONGEST, DROPOUT = 8000, 0, 1, 256, 0.1


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.output = nn.Linear(width, width)

    def split(self, x):
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def attend(self, query, key, value, **mask):
        context = F.scaled_dot_product_attention(*map(self.split, (query, key, value)), **mask)
        return self.output(context.transpose(1, 2).flatten(2))

    def forward(self, x, memory, mask):
        key, value = self.key_value(memory).chunk(2, -1)
        return self.attend(self.query(x), key, value, attn_mask=mask)


class SelfAttention(Attention):
    def __init__(self, width, heads):
        nn.Module.__init__(self)
        self.heads = heads
        self.projection = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)

    def forward(self, x, mask):
        parts = self.projection(x).chunk(3, -1)
        if isinstance(mask, str):
            return self.attend(*parts, is_causal=True)
        return self.attend(*parts, attn_mask=mask)


class Layer(nn.Module):
    def __init__(self, width, heads, inner, decodes):
        super().__init__()
        self.self_attention = SelfAttention(width, heads)
        self.cross_attention = Attention(width, heads) if decodes else None
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3 if decodes else 2))

    def forward(self, x, mask, memory=None, memory_mask=None):
        x = x + F.dropout(self.self_attention(self.norms[0](x), mask), DROPOUT)
        if self.cross_attention is not None:
            found = self.cross_attention(self.norms[2](x), memory, memory_mask)
            x = x + F.dropout(found, DROPOUT)
        return x + F.dropout(self.outer(F.relu(self.inner(self.norms[1](x)))), DROPOUT)


class Plain(nn.Module):
    def __init__(self, width, layers, heads, inner):
        super().__init__()
        self.table = nn.Parameter(torch.randn(VOCABULARY, width) / math.sqrt(width))
        rate = torch.exp(torch.arange(width // 2) * (-math.log(10_000) / (width // 2 - 1)))
        angles = torch.arange(LONGEST + 1)[:, None] * rate
        self.register_buffer("positions", torch.cat([angles.sin(), angles.cos()], 1))
        self.encoder = nn.ModuleList(Layer(width, heads, inner, False) for _ in range(layers))
        self.decoder = nn.ModuleList(Layer(width, heads, inner, True) for _ in range(layers))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(width), nn.LayerNorm(width)

    def embed(self, ids):
        x = F.embedding(ids, self.table) * math.sqrt(self.table.shape[1])
        return F.dropout(x + self.positions[: ids.shape[1]], DROPOUT)

    def forward(self, source, source_mask, target, places, labels):
        memory = self.embed(source)
        for layer in self.encoder:
            memory = layer(memory, source_mask)
        memory = self.encoder_norm(memory)
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, "causal", memory, source_mask)
        hidden = self.decoder_norm(x).flatten(0, 1)[places]
        return F.cross_entropy(hidden @ self.table.T, labels, label_smoothing=0.1)


class Marian(nn.Module):
    """The step of Hugging Face's Marian, which pads and normalises after its sublayers."""

    def __init__(self, width, layers, heads, inner):
        from transformers import MarianConfig, MarianMTModel

        super().__init__()
        config = MarianConfig(
            vocab_size=VOCABULARY + 1, d_model=width, encoder_layers=layers, decoder_layers=layers,
            encoder_attention_heads=heads, decoder_attention_heads=heads, encoder_ffn_dim=inner,
            decoder_ffn_dim=inner, activation_function="relu", dropout=DROPOUT, scale_embedding=True,
            pad_token_id=VOCABULARY, eos_token_id=END, decoder_start_token_id=BEGIN,
            use_cache=False,
        )
        self.model = MarianMTModel(config)

    def forward(self, source, source_mask, target, places, labels):
        mask = None if source_mask is None else source_mask[:, 0, 0].long()
        logits = self.model(input_ids=source, attention_mask=mask, decoder_input_ids=target).logits
        return F.cross_entropy(logits.flatten(0, 1)[places], labels, label_smoothing=0.1)


def read_pairs(folder):
    """The pairs as token numbers, without those that are empty or longer than `train` takes."""
    sides = [(folder / name).read_text().splitlines() for name in ("source.ids", "target.ids")]
    pairs = ([list(map(int, line.split())) for line in pair] for pair in zip(*sides))
    return [(s, t) for s, t in pairs if s and t and max(len(s), len(t)) < LONGEST]


def make_batches(pairs, tokens):
    """Batches of pairs of like lengths with some target tokens each, shortest first."""
    batches, batch, count = [], [], 0
    for pair in sorted(pairs, key=lambda pair: (len(pair[1]), len(pair[0]))):
        length = len(pair[1]) + 1
        if batch and count + length > tokens:
            batches.append(batch)
            batch, count = [], 0
        batch.append(pair)
        count += length
    return batches


def tensors(batch):
    def padded(rows):
        width = max(map(len, rows))
        return torch.tensor([row + [END] * (width - len(row)) for row in rows])

    source = padded([s + [END] for s, _ in batch])
    target = padded([[BEGIN] + t for _, t in batch])
    lengths = torch.tensor([len(s) + 1 for s, _ in batch])
    mask = (torch.arange(source.shape[1]) < lengths[:, None])[:, None, None]
    width = target.shape[1]
    places = [row * width + i for row, (_, t) in enumerate(batch) for i in range(len(t) + 1)]
    labels = [token for _, t in batch for token in t + [END]]
    return (
        source, None if mask.all() else mask, target, torch.tensor(places), torch.tensor(labels)
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--system", choices=["plain", "compiled", "transformers"], default="plain")
    parser.add_argument("--preset", choices=SIZES)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--updates", type=int, default=5)
    parser.add_argument("--batch-tokens", type=int, default=4096)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = (Marian if options.system == "transformers" else Plain)(*SIZES[options.preset]).train()
    optimizer = torch.optim.Adam(
        model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-9, fused=True)
    step = torch.compile(model, dynamic=True) if options.system == "compiled" else model
    batches = make_batches(read_pairs(options.folder), options.batch_tokens)
    # Evenly over the lengths.
    chosen = [batches[(2 * i + 1) * len(batches) // (2 * options.updates)]
              for i in range(options.updates)]

    def update(batch):
        arguments = tensors(batch)
        optimizer.zero_grad(set_to_none=True)
        step(*arguments).backward()
        optimizer.step()
        return len(arguments[-1])

    # What is compiled is compiled anew for shapes and masks that it has not met.
    for batch in chosen if options.system == "compiled" else chosen[:1]:
        update(batch)
    start, processor = time.perf_counter(), time.process_time()
    tokens = sum(map(update, chosen))
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    print(tokens / seconds)
    print("processor", tokens / processor)
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
