"""Golden values of the Transformer, made with PyTorch.

    pip install torch==2.13.0 safetensors==0.8.0 && python transformer.py

For each case this writes two files beside the script:

- NAME.json: the configuration, the sentences, the versions, the loss (and, for the first case, the
  losses of ten updates of Adam on the same batch, each before its update);
- NAME.safetensors: every parameter under its name, its gradient under `gradient/NAME`, and the
  `logits` [label tokens, vocabulary], sentences one after the other.

The encoder reads the source ids as they stand. The decoder reads the begin id and the target; its
labels are the target and the end id. The loss is the label-smoothed cross entropy summed over the
label tokens of the batch and divided by their number.

The model is written out here sentence by sentence, so that nothing is padded or masked but the
future, and is held against torch.nn.Transformer with the same weights. Parameters are float32;
everything is computed from them in float64, so that what is stored is right to its last digit. (The
gradient of a key's bias is therefore nothing but rounding: softmax does not see it.)
"""

import json
import math
import pathlib
import platform

import safetensors
import safetensors.torch
import torch
import torch.nn.functional as F

BEGIN, END = 0, 1
LABEL_SMOOTHING = 0.1
ADAM = {"lr": 1e-3, "betas": (0.9, 0.98), "eps": 1e-9}
EXACT = torch.float64

BASE = {
    "vocab_size": 60,
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48,
    "activation_function": "relu",
    "normalize_before": False,
    "final_norm": False,
    "embedding_norm": False,
    "position_embeddings": "sinusoidal",
    "position_offset": 0,
    "max_position_embeddings": 12,
    "scale_embedding": True,
    "tied_embeddings": "all",
    "output_bias": False,
    "layer_norm_eps": 1e-5,
}

CASES = {
    "transformer-post-norm": BASE,
    "transformer-learned-positions": BASE
    | {
        "activation_function": "gelu",
        "normalize_before": True,
        "final_norm": True,
        "embedding_norm": True,
        "position_embeddings": "learned",
        "position_offset": 2,
        "scale_embedding": False,
        "tied_embeddings": "target",
        "output_bias": True,
    },
    # The two stacks differ here, so that neither can be built from the other's numbers.
    "transformer-untied": BASE
    | {
        "encoder_attention_heads": 8,
        "decoder_ffn_dim": 40,
        "activation_function": "silu",
        "normalize_before": True,
        "position_offset": 2,
        "tied_embeddings": "none",
    },
    # What `train` makes by default.
    "transformer-preset": BASE | {"normalize_before": True, "final_norm": True},
    # What Marian's fast students have.
    "transformer-ssru": BASE
    | {
        "activation_function": "quick_gelu",
        "decoder_autoregression": "ssru",
        "position_frequencies": "tensor2tensor",
        "tied_embeddings": "embeddings",
        "output_bias": True,
        "layer_norm_eps": 1e-6,
    },
}

ACTIVATIONS = {
    "relu": F.relu,
    "gelu": F.gelu,
    "silu": F.silu,
    "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x),
}
PROJECTIONS = ["query", "key", "value"]
STACKS = {"encoder": ["selfAttention"], "decoder": ["selfAttention", "crossAttention"]}


JOINT = ["all", "embeddings"]


def is_recurrent(config):
    return config.get("decoder_autoregression") == "ssru"


def parameter_shapes(config):
    """The shape of every parameter by its name."""
    width, vocabulary = config["d_model"], config["vocab_size"]
    shapes = {}

    def linear(name, outputs, inputs):
        shapes[f"{name}.weight"] = (outputs, inputs)
        shapes[f"{name}.bias"] = (outputs,)

    def norm(name):
        shapes[f"{name}.weight"] = shapes[f"{name}.bias"] = (width,)

    if config["tied_embeddings"] in JOINT:
        shapes["embedding.weight"] = (vocabulary, width)
    for stack, attentions in STACKS.items():
        if config["tied_embeddings"] not in JOINT:
            shapes[f"{stack}.embedding.weight"] = (vocabulary, width)
        if config["position_embeddings"] == "learned":
            rows = config["max_position_embeddings"] + config["position_offset"]
            shapes[f"{stack}.positions.weight"] = (rows, width)
        if config["embedding_norm"]:
            norm(f"{stack}.embeddingNorm")
        for layer in range(config[f"{stack}_layers"]):
            for attention in attentions:
                if attention == "selfAttention" and stack == "decoder" and is_recurrent(config):
                    shapes[f"{stack}.{layer}.recurrence.input.weight"] = (width, width)
                    linear(f"{stack}.{layer}.recurrence.gate", width, width)
                    norm(f"{stack}.{layer}.recurrenceNorm")
                    continue
                for part in PROJECTIONS + ["output"]:
                    linear(f"{stack}.{layer}.{attention}.{part}", width, width)
                norm(f"{stack}.{layer}.{attention}Norm")
            inner = config[f"{stack}_ffn_dim"]
            linear(f"{stack}.{layer}.feedForward.inner", inner, width)
            linear(f"{stack}.{layer}.feedForward.outer", width, inner)
            norm(f"{stack}.{layer}.feedForwardNorm")
        if config["final_norm"]:
            norm(f"{stack}.finalNorm")
    if config["tied_embeddings"] in ["none", "embeddings"]:
        shapes["output.weight"] = (vocabulary, width)
    if config["output_bias"]:
        shapes["output.bias"] = (vocabulary,)
    return shapes


def random_parameters(config):
    """Float32 values at which no part of the model is idle: norms are not 1, biases not 0."""
    parameters = {}
    for name, shape in parameter_shapes(config).items():
        values = torch.randn(shape, dtype=torch.float32)
        if len(shape) == 2:
            parameters[name] = values / math.sqrt(shape[1])
        else:
            parameters[name] = values * 0.1 + (1 if name.endswith("Norm.weight") else 0)
    return parameters


class Model:
    """A Transformer over a table of parameters; one sentence at a time, [tokens, width]."""

    def __init__(self, config, parameters):
        self.config = config
        self.parameters = parameters

    def linear(self, name, x):
        return F.linear(x, self.parameters[f"{name}.weight"], self.parameters[f"{name}.bias"])

    def norm(self, name, x):
        weight, bias = self.parameters[f"{name}.weight"], self.parameters[f"{name}.bias"]
        return F.layer_norm(x, x.shape[-1:], weight, bias, self.config["layer_norm_eps"])

    def positions(self, stack, count):
        first = self.config["position_offset"]
        if self.config["position_embeddings"] == "learned":
            return self.parameters[f"{stack}.positions.weight"][first : first + count]
        width = self.config["d_model"]
        steps = width // 2
        if self.config.get("position_frequencies") == "tensor2tensor":
            steps -= 1
        frequencies = 10000 ** (-torch.arange(width // 2, dtype=EXACT) / steps)
        angles = torch.arange(first, first + count, dtype=EXACT)[:, None] * frequencies
        return torch.cat([angles.sin(), angles.cos()], dim=1)

    def embed(self, stack, ids):
        shared = self.config["tied_embeddings"] in JOINT
        table = "embedding" if shared else f"{stack}.embedding"
        x = F.embedding(ids, self.parameters[f"{table}.weight"])
        if self.config["scale_embedding"]:
            x = x * math.sqrt(self.config["d_model"])
        x = x + self.positions(stack, len(ids))
        return self.norm(f"{stack}.embeddingNorm", x) if self.config["embedding_norm"] else x

    def attention(self, name, heads, x, memory, causal=False):
        def split(y):  # [tokens, width] to [heads, tokens, width / heads]
            return y.unflatten(1, (heads, -1)).transpose(0, 1)

        query = split(self.linear(f"{name}.query", x))
        key = split(self.linear(f"{name}.key", memory))
        value = split(self.linear(f"{name}.value", memory))
        scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])
        if causal:
            future = torch.ones(len(x), len(memory), dtype=torch.bool).triu(1)
            scores = scores.masked_fill(future, -math.inf)
        context = F.softmax(scores, dim=-1) @ value
        return self.linear(f"{name}.output", context.transpose(0, 1).flatten(1))

    def recurrence(self, name, x):
        inputs = F.linear(x, self.parameters[f"{name}.input.weight"])
        gates = torch.sigmoid(self.linear(f"{name}.gate", x))
        cell, results = torch.zeros_like(inputs[0]), []
        for keep, value in zip(gates, inputs):
            cell = keep * cell + (1 - keep) * value
            results.append(F.relu(cell))
        return torch.stack(results)

    def feed_forward(self, name, x):
        activation = ACTIVATIONS[self.config["activation_function"]]
        return self.linear(f"{name}.outer", activation(self.linear(f"{name}.inner", x)))

    def sublayer(self, norm, x, function):
        if self.config["normalize_before"]:
            return x + function(self.norm(norm, x))
        return self.norm(norm, x + function(x))

    def stack(self, stack, x, memory=None):
        heads = self.config[f"{stack}_attention_heads"]
        causal = stack == "decoder"
        for layer in range(self.config[f"{stack}_layers"]):
            name = f"{stack}.{layer}"
            if causal and is_recurrent(self.config):
                recur = lambda y: self.recurrence(f"{name}.recurrence", y)
                x = self.sublayer(f"{name}.recurrenceNorm", x, recur)
            else:
                attend = lambda y: self.attention(f"{name}.selfAttention", heads, y, y, causal)
                x = self.sublayer(f"{name}.selfAttentionNorm", x, attend)
            if stack == "decoder":
                cross = lambda y: self.attention(f"{name}.crossAttention", heads, y, memory)
                x = self.sublayer(f"{name}.crossAttentionNorm", x, cross)
            feed = lambda y: self.feed_forward(f"{name}.feedForward", y)
            x = self.sublayer(f"{name}.feedForwardNorm", x, feed)
        return self.norm(f"{stack}.finalNorm", x) if self.config["final_norm"] else x

    def logits(self, decoded):
        table = {"all": "embedding", "target": "decoder.embedding"}
        weight = self.parameters[table.get(self.config["tied_embeddings"], "output") + ".weight"]
        return F.linear(decoded, weight, self.parameters.get("output.bias"))

    def batch_logits(self, pairs):
        rows = []
        for source, target in pairs:
            source, target = torch.tensor(source), torch.tensor([BEGIN] + target)
            memory = self.stack("encoder", self.embed("encoder", source))
            decoded = self.stack("decoder", self.embed("decoder", target), memory)
            rows.append(self.logits(decoded))
        return torch.cat(rows)


def batch_loss(logits, pairs):
    labels = torch.tensor([label for _, target in pairs for label in target + [END]])
    total = F.cross_entropy(logits, labels, label_smoothing=LABEL_SMOOTHING, reduction="sum")
    return total / len(labels)


def torch_transformer(model):
    """PyTorch's own Transformer with the weights of `model`."""
    config, parameters = model.config, model.parameters
    width, eps = config["d_model"], config["layer_norm_eps"]
    state = {}

    def copy(theirs, ours):
        for part in ["weight", "bias"]:
            state[f"{theirs}.{part}"] = parameters[f"{ours}.{part}"]

    def stack(name, attentions, Layer, Stack, **options):
        layer = Layer(
            width, config[f"{name}_attention_heads"], config[f"{name}_ffn_dim"], dropout=0.0,
            activation=ACTIVATIONS[config["activation_function"]], layer_norm_eps=eps,
            batch_first=True, norm_first=config["normalize_before"])
        for index in range(config[f"{name}_layers"]):
            ours, theirs = f"{name}.{index}", f"{name}.layers.{index}"
            for number, (attention, module) in enumerate(attentions, start=1):
                for part in ["weight", "bias"]:
                    projections = [f"{ours}.{attention}.{p}.{part}" for p in PROJECTIONS]
                    state[f"{theirs}.{module}.in_proj_{part}"] = torch.cat(
                        [parameters[projection] for projection in projections])
                copy(f"{theirs}.{module}.out_proj", f"{ours}.{attention}.output")
                copy(f"{theirs}.norm{number}", f"{ours}.{attention}Norm")
            copy(f"{theirs}.linear1", f"{ours}.feedForward.inner")
            copy(f"{theirs}.linear2", f"{ours}.feedForward.outer")
            copy(f"{theirs}.norm{len(attentions) + 1}", f"{ours}.feedForwardNorm")
        if config["final_norm"]:
            copy(f"{name}.norm", f"{name}.finalNorm")
        final = torch.nn.LayerNorm(width, eps) if config["final_norm"] else None
        return Stack(layer, config[f"{name}_layers"], norm=final, **options)

    transformer = torch.nn.Transformer(
        width, batch_first=True,
        custom_encoder=stack(
            "encoder", [("selfAttention", "self_attn")],
            torch.nn.TransformerEncoderLayer, torch.nn.TransformerEncoder,
            enable_nested_tensor=False),
        custom_decoder=stack(
            "decoder", [("selfAttention", "self_attn"), ("crossAttention", "multihead_attn")],
            torch.nn.TransformerDecoderLayer, torch.nn.TransformerDecoder))
    transformer.load_state_dict(state, strict=True)
    return transformer.to(EXACT)


def check_against_torch_transformer(model, pairs, expected):
    transformer = torch_transformer(model)
    rows = []
    for source, target in pairs:
        x = model.embed("encoder", torch.tensor(source))[None]
        y = model.embed("decoder", torch.tensor([BEGIN] + target))[None]
        future = torch.ones(y.shape[1], y.shape[1], dtype=torch.bool).triu(1)
        rows.append(model.logits(transformer(x, y, tgt_mask=future)[0]))
    torch.testing.assert_close(torch.cat(rows), expected, rtol=1e-6, atol=1e-6)


def adam_losses(model, pairs, updates):
    optimizer = torch.optim.Adam(model.parameters.values(), **ADAM)
    losses = []
    for _ in range(updates):
        optimizer.zero_grad()
        loss = batch_loss(model.batch_logits(pairs), pairs)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def make(name, config, seed, folder):
    torch.manual_seed(seed)
    stored = random_parameters(config)
    ids = lambda count: torch.randint(END + 1, config["vocab_size"], (count,)).tolist()
    pairs = [(ids(s), ids(t)) for s, t in [(4, 6), (1, 1), (9, 7), (3, 9), (7, 2)]]

    parameters = {key: value.to(EXACT).requires_grad_() for key, value in stored.items()}
    model = Model(config, parameters)
    logits = model.batch_logits(pairs)
    if not is_recurrent(config):
        check_against_torch_transformer(model, pairs, logits)
    loss = batch_loss(logits, pairs)
    loss.backward()

    tensors = dict(stored)
    tensors["logits"] = logits.detach().float()
    for key, value in parameters.items():
        tensors[f"gradient/{key}"] = value.grad.float()
    (folder / f"{name}.safetensors").write_bytes(safetensors.torch.save(tensors))

    values = {
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "safetensors": safetensors.__version__,
        },
        "config": config,
        "begin": BEGIN,
        "end": END,
        "source": [source for source, _ in pairs],
        "target": [target for _, target in pairs],
        "label_smoothing": LABEL_SMOOTHING,
        "loss": loss.item(),
    }
    if config is BASE:
        values["adam"] = ADAM | {"losses": adam_losses(model, pairs, updates=10)}
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in values.items())
    (folder / f"{name}.json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    for number, (case, settings) in enumerate(CASES.items(), start=1):
        make(case, settings, seed=number, folder=pathlib.Path(__file__).parent)
