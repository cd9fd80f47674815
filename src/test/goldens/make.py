#!/usr/bin/env python3
"""Reference values for TorchGoldenTest, computed by PyTorch in double precision on inputs that are exact floats.

    python3 make.py --out DIR [--cases 1] [--seed 7] [--only REGEX]

One safetensors file a case: kind and options (PyTorch's names, JSON) in the metadata, and tensors
in.*, param.*, buffer.*, buffer_after.*, out.N, gradout.N, grad.in.*, grad.param.*. What is differentiated is the sum over N
of sum(out.N * gradout.N). Optimisers: p.0, then grad.k and p.k for k = 1..8. Schedules: lr, one value a step.

The files beside this script were made by:  python3 make.py --out data --cases 2 --seed 7
with the versions pinned here; others give the same values within rounding.
"""
import argparse
import json
import pathlib
import random
import re
import struct
import zlib

import numpy
import torch
from torch import nn
from torch.nn import functional as F

VERSIONS = {"torch": "2.13", "numpy": "2."}
DTYPES = {torch.float64: "F32", torch.int64: "I64", torch.bool: "BOOL"}
NUMPY = {"F32": numpy.float32, "I64": numpy.int64, "BOOL": numpy.bool_}


class Case:
    """One case: draws options and operands, and collects what goes into the file."""

    def __init__(self, kind, seed):
        self.kind = kind
        self.random = random.Random(seed)
        self.generator = torch.Generator().manual_seed(seed)
        self.options = {}
        self.tensors = {}
        self.leaves = {}

    def pick(self, *choices):
        return self.random.choice(choices)

    def flag(self):
        return self.pick(True, False)

    def int(self, low, high):
        return self.random.randint(low, high)

    def ints(self, n, low, high):
        return [self.int(low, high) for _ in range(n)]

    def option(self, **values):
        self.options.update(values)
        return self.options

    def floats(self, *shape, low=-2.0, high=2.0):
        """Uniform, rounded to float so that both sides start from the same numbers."""
        drawn = torch.rand(shape, generator=self.generator, dtype=torch.float64) * (high - low) + low
        return drawn.to(torch.float32).to(torch.float64)

    def put(self, name, tensor):
        self.tensors[name] = tensor.detach().clone()

    def leaf(self, name, tensor):
        self.put(name, tensor)
        live = tensor.clone().requires_grad_(True)
        self.leaves["grad." + name] = live
        return live

    def input(self, name, *shape, **bounds):
        return self.leaf("in." + name, self.floats(*shape, **bounds))

    def constant(self, name, tensor):
        self.put("in." + name, tensor)
        return tensor

    def module(self, layer, low=-0.9, high=0.9):
        """Draws every parameter anew and records it."""
        layer = layer.double()
        for name, parameter in layer.named_parameters():
            parameter.data = self.floats(*parameter.shape, low=low, high=high)
            self.put("param." + name, parameter)
            self.leaves["grad.param." + name] = parameter
        for name, buffer in layer.named_buffers():
            if buffer.dtype == torch.float64:
                buffer.copy_(self.floats(*buffer.shape, low=0.5, high=1.5))
            self.put("buffer." + name, buffer)
        return layer

    def run(self, layer, *operands, **named):
        self.outputs(layer(*operands, **named))
        for name, buffer in layer.named_buffers():
            self.put("buffer_after." + name, buffer)

    def outputs(self, *outputs):
        if len(outputs) == 1 and isinstance(outputs[0], (tuple, list)):
            outputs = outputs[0]
        total = 0
        for i, output in enumerate(outputs):
            gradient = self.floats(*output.shape)
            self.put(f"out.{i}", output)
            self.put(f"gradout.{i}", gradient)
            total = total + (output * gradient).sum()
        total.backward()
        for name, leaf in self.leaves.items():
            self.put(name, torch.zeros_like(leaf) if leaf.grad is None else leaf.grad)

    def write(self, path):
        header = {"__metadata__": {"kind": self.kind, "options": json.dumps(self.options), "torch": torch.__version__}}
        blocks, at = [], 0
        for name, tensor in sorted(self.tensors.items()):
            dtype = DTYPES[tensor.dtype]
            block = tensor.numpy().astype(NUMPY[dtype]).tobytes()
            header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [at, at + len(block)]}
            blocks.append(block)
            at += len(block)
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blocks))


KINDS = {}


def kind(*names):
    def register(draw):
        for name in names:
            KINDS[name] = draw
        return draw

    return register


@kind("Linear")
def linear(c):
    o = c.option(in_features=c.int(1, 8), out_features=c.int(1, 9), bias=c.flag())
    c.run(c.module(nn.Linear(**o)), c.input("x", *c.ints(c.int(1, 2), 1, 3), o["in_features"]))


@kind("Bilinear")
def bilinear(c):
    o = c.option(in1_features=c.int(1, 5), in2_features=c.int(1, 5), out_features=c.int(1, 5), bias=c.flag())
    n = c.int(1, 3)
    c.run(c.module(nn.Bilinear(**o)), c.input("x1", n, o["in1_features"]), c.input("x2", n, o["in2_features"]))


@kind("Conv1d", "Conv2d", "Conv3d")
def conv(c):
    rank = int(c.kind[4])
    groups = c.int(1, 3)
    mode = c.pick("zeros", "reflect", "replicate", "circular") if rank < 3 else c.pick("zeros", "replicate", "circular")
    o = c.option(in_channels=groups * c.int(1, 3), out_channels=groups * c.int(1, 3), kernel_size=c.ints(rank, 1, 4),
                 stride=c.ints(rank, 1, 3), padding=c.ints(rank, 0, 2), dilation=c.ints(rank, 1, 2), groups=groups,
                 bias=c.flag(), padding_mode=mode)
    extents = [max(3, d * (k - 1) + 1) + c.int(0, 4) for k, d in zip(o["kernel_size"], o["dilation"])]
    c.run(c.module(getattr(nn, c.kind)(**o)), c.input("x", 2, o["in_channels"], *extents))


@kind("ConvTranspose1d", "ConvTranspose2d")
def conv_transpose(c):
    rank = int(c.kind[13])
    groups = c.int(1, 2)
    stride, dilation = c.ints(rank, 1, 3), c.ints(rank, 1, 2)
    kernel = c.ints(rank, 1, 4)
    o = c.option(in_channels=groups * c.int(1, 3), out_channels=groups * c.int(1, 2), kernel_size=kernel, stride=stride,
                 padding=[c.int(0, min(1, k - 1)) for k in kernel], dilation=dilation, groups=groups, bias=c.flag(),
                 output_padding=[c.int(0, max(s, d) - 1) for s, d in zip(stride, dilation)])
    c.run(c.module(getattr(nn, c.kind)(**o)), c.input("x", 2, o["in_channels"], *c.ints(rank, 2, 5)))


@kind("MaxPool1d", "MaxPool2d", "AvgPool1d", "AvgPool2d")
def pool(c):
    rank = int(c.kind[7])
    kernel = c.int(1, 4)
    o = c.option(kernel_size=kernel, stride=c.int(1, 3), padding=c.int(0, kernel // 2), ceil_mode=c.flag())
    if c.kind.startswith("Max"):
        c.option(dilation=c.int(1, 2))
    else:
        c.option(count_include_pad=c.flag())
    c.run(getattr(nn, c.kind)(**o), c.input("x", 2, c.int(1, 3), *c.ints(rank, 7, 11)))


@kind("AdaptiveAvgPool2d", "AdaptiveMaxPool2d")
def adaptive(c):
    o = c.option(output_size=c.ints(2, 1, 4))
    c.run(getattr(nn, c.kind)(**o), c.input("x", 2, c.int(1, 3), *c.ints(2, 4, 9)))


@kind("Upsample")
def upsample(c):
    o = c.option(mode=c.pick("nearest", "bilinear"))
    if c.flag():
        c.option(scale_factor=c.int(2, 3))
    else:
        c.option(size=c.ints(2, 3, 7))
    if o["mode"] == "bilinear":
        c.option(align_corners=c.flag())
    arguments = dict(o, size=tuple(o["size"])) if "size" in o else o
    c.run(nn.Upsample(**arguments), c.input("x", 2, c.int(1, 3), *c.ints(2, 2, 4)))


@kind("PixelShuffle")
def pixel_shuffle(c):
    o = c.option(upscale_factor=c.int(2, 3))
    c.run(nn.PixelShuffle(**o), c.input("x", 2, c.int(1, 2) * o["upscale_factor"] ** 2, *c.ints(2, 1, 3)))


@kind("BatchNorm1d", "BatchNorm2d")
def batch_norm(c):
    o = c.option(num_features=c.int(1, 6), eps=c.pick(1e-5, 1e-3), momentum=c.pick(0.1, 0.3), affine=c.flag())
    layer = c.module(getattr(nn, c.kind)(**o))
    c.option(mode=c.pick("train", "eval"))
    layer.train(c.options["mode"] == "train")
    trailing = c.ints(c.int(0, 1), 2, 4) if c.kind == "BatchNorm1d" else c.ints(2, 2, 4)
    c.run(layer, c.input("x", c.int(2, 5), o["num_features"], *trailing))


@kind("LayerNorm", "RMSNorm")
def layer_norm(c):
    o = c.option(normalized_shape=c.ints(c.int(1, 2), 2, 6), eps=c.pick(1e-5, 1e-3))
    c.run(c.module(getattr(nn, c.kind)(**o)), c.input("x", *c.ints(c.int(1, 2), 1, 4), *o["normalized_shape"]))


@kind("GroupNorm")
def group_norm(c):
    groups = c.int(1, 3)
    o = c.option(num_groups=groups, num_channels=groups * c.int(1, 2), eps=1e-5)
    c.run(c.module(nn.GroupNorm(**o)), c.input("x", 2, o["num_channels"], 3, c.int(1, 3)))


@kind("InstanceNorm2d")
def instance_norm(c):
    o = c.option(num_features=c.int(1, 4), eps=1e-5, affine=c.flag())
    c.run(c.module(nn.InstanceNorm2d(**o)), c.input("x", 2, o["num_features"], *c.ints(2, 2, 4)))


@kind("Embedding")
def embedding(c):
    o = c.option(num_embeddings=c.int(5, 10), embedding_dim=c.int(2, 6))
    c.option(padding_idx=c.pick(None, 0, o["num_embeddings"] - 1))
    ids = torch.tensor([[c.int(0, o["num_embeddings"] - 1) for _ in range(3)] for _ in range(2)])
    c.run(c.module(nn.Embedding(**o)), c.constant("ids", ids))


@kind("RNN", "LSTM", "GRU")
def recurrent(c):
    o = c.option(input_size=c.int(1, 5), hidden_size=c.int(1, 5), num_layers=c.int(1, 3), bias=c.flag(),
                 batch_first=c.flag(), bidirectional=c.flag())
    if c.kind == "RNN":
        c.option(nonlinearity=c.pick("tanh", "relu"))
    layer = c.module(getattr(nn, c.kind)(**o))
    batch = c.int(1, 2)
    x = c.input("x", *((batch, c.int(2, 6)) if o["batch_first"] else (c.int(2, 6), batch)), o["input_size"])
    state = None
    if c.flag():
        shape = (o["num_layers"] * (2 if o["bidirectional"] else 1), batch, o["hidden_size"])
        state = c.input("h0", *shape)
        if c.kind == "LSTM":
            state = (state, c.input("c0", *shape))
    y, last = layer(x, state)
    c.outputs(y, *(last if c.kind == "LSTM" else (last,)))


@kind("MultiheadAttention")
def multihead(c):
    heads = c.int(1, 4)
    o = c.option(embed_dim=heads * c.int(1, 2), num_heads=heads, bias=c.flag(), batch_first=True)
    layer = c.module(nn.MultiheadAttention(**o))
    n, t = c.int(1, 3), c.int(2, 6)
    query = c.input("query", n, t, o["embed_dim"])
    key = value = query
    if c.flag():
        s = c.int(2, 5)
        key, value = c.input("key", n, s, o["embed_dim"]), c.input("value", n, s, o["embed_dim"])
        c.option(causal=False)
    else:
        c.option(causal=c.flag())
    padding = None
    if not o["causal"] and c.flag():
        padding = torch.zeros(n, key.shape[1], dtype=torch.bool)
        padding[:, -1] = torch.tensor([c.flag() for _ in range(n)])
        c.constant("key_padding_mask", padding)
    mask = torch.ones(t, t, dtype=torch.bool).triu(1) if o["causal"] else None
    c.option(outputs=["y", "weights per head"])
    c.outputs(*layer(query, key, value, key_padding_mask=padding, attn_mask=mask, average_attn_weights=False))


@kind("scaled_dot_product_attention")
def attention(c):
    o = c.option(causal=c.flag(), scale=c.pick(None, 0.5))
    c.option(additive_mask=not o["causal"] and c.flag())
    n, h, t, s, d = c.int(1, 2), c.int(1, 4), c.int(2, 6), c.int(2, 6), c.int(1, 6)
    s = t if o["causal"] else s
    q, k, v = c.input("q", n, h, t, d), c.input("k", n, h, s, d), c.input("v", n, h, s, d)
    mask = c.input("mask", n, 1, t, s) if o["additive_mask"] else None
    c.outputs(F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=o["causal"], scale=o["scale"]))


@kind("TransformerEncoderLayer", "TransformerDecoderLayer")
def transformer(c):
    heads = c.int(1, 3)
    o = c.option(d_model=heads * c.int(2, 4), nhead=heads, dim_feedforward=c.int(4, 12), dropout=0.0,
                 activation=c.pick("relu", "gelu"), norm_first=c.flag(), batch_first=True)
    layer = c.module(getattr(nn, c.kind)(**o))
    n, t = c.int(1, 2), c.int(2, 5)
    if c.kind == "TransformerEncoderLayer":
        c.outputs(layer(c.input("x", n, t, o["d_model"])))
    else:
        c.option(causal=True)
        mask = torch.ones(t, t, dtype=torch.bool).triu(1)
        c.outputs(layer(c.input("tgt", n, t, o["d_model"]), c.input("memory", n, c.int(1, 4), o["d_model"]), tgt_mask=mask))


ACTIVATIONS = {
    "ReLU": {}, "ReLU6": {}, "SELU": {}, "SiLU": {}, "Mish": {}, "Softsign": {}, "Hardsigmoid": {}, "Hardswish": {},
    "Sigmoid": {}, "Tanh": {}, "LogSigmoid": {}, "Tanhshrink": {}, "LeakyReLU": {"negative_slope": (0.01, 0.3)},
    "ELU": {"alpha": (0.5, 1.0)}, "CELU": {"alpha": (1.0, 2.0)}, "GELU": {"approximate": ("none", "tanh")},
    "Softplus": {"beta": (1, 2), "threshold": (20,)}, "Hardtanh": {"min_val": (-1.0,), "max_val": (1.0, 2.0)},
    "Softshrink": {"lambd": (0.5,)}, "Hardshrink": {"lambd": (0.5,)}, "Softmax": {"dim": (-1, 0, 1)},
    "LogSoftmax": {"dim": (-1, 0, 1)}, "Softmin": {"dim": (-1, 0, 1)},
}


@kind(*ACTIVATIONS)
def activation(c):
    o = c.option(**{name: c.pick(*choices) for name, choices in ACTIVATIONS[c.kind].items()})
    c.run(getattr(nn, c.kind)(**o), c.input("x", 3, c.int(1, 5), c.int(1, 19), low=-4.0, high=4.0))


@kind("PReLU")
def prelu(c):
    channels = c.int(2, 4)
    o = c.option(num_parameters=c.pick(1, channels), init=0.3)
    c.run(c.module(nn.PReLU(**o)), c.input("x", 2, channels, 3))


@kind("GLU")
def glu(c):
    o = c.option(dim=c.pick(-1, 1))
    c.run(nn.GLU(**o), c.input("x", 2, 2 * c.int(1, 3), 2 * c.int(1, 3)))


@kind("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss")
def regression(c):
    o = c.option(reduction=c.pick("none", "mean", "sum"))
    if c.kind == "SmoothL1Loss":
        c.option(beta=c.pick(0.5, 1.0))
    if c.kind == "HuberLoss":
        c.option(delta=c.pick(0.7, 1.0))
    shape = c.ints(2, 2, 4)
    c.run(getattr(nn, c.kind)(**o), c.input("x", *shape), c.constant("y", c.floats(*shape)))


@kind("BCELoss", "BCEWithLogitsLoss")
def binary(c):
    o = c.option(reduction=c.pick("none", "mean", "sum"))
    shape = c.ints(2, 2, 4)
    logits = c.kind == "BCEWithLogitsLoss"
    x = c.input("x", *shape) if logits else c.input("x", *shape, low=0.05, high=0.95)
    y = c.constant("y", c.floats(*shape, low=0.0, high=1.0))
    weight = {"pos_weight": c.constant("pos_weight", c.floats(shape[1], low=0.5, high=2.0))} if logits and c.flag() else {}
    c.outputs(getattr(nn, c.kind)(**o, **weight)(x, y))


@kind("CrossEntropyLoss", "NLLLoss")
def classes(c):
    o = c.option(reduction=c.pick("none", "mean", "sum"))
    n, count = c.int(2, 4), c.int(2, 6)
    if c.kind == "CrossEntropyLoss":
        c.option(label_smoothing=c.pick(0.0, 0.1), ignore_index=c.pick(-100, 1))
    x = c.input("x", n, count)
    y = torch.tensor([0] + [c.int(0, count - 1) for _ in range(n - 1)])
    c.constant("y", y)
    weight = {"weight": c.constant("weight", c.floats(count, low=0.5, high=2.0))} if c.flag() else {}
    c.outputs(getattr(nn, c.kind)(**o, **weight)(x, y))


@kind("CrossEntropyLossProbabilities")
def probabilities(c):
    o = c.option(reduction=c.pick("mean", "sum"))
    n, count = c.int(2, 4), c.int(2, 6)
    y = c.constant("y", torch.softmax(c.floats(n, count), 1).to(torch.float32).to(torch.float64))
    c.outputs(nn.CrossEntropyLoss(**o)(c.input("x", n, count), y))


@kind("KLDivLoss")
def divergence(c):
    o = c.option(reduction=c.pick("none", "batchmean", "sum"), log_target=c.flag())
    y = torch.softmax(c.floats(3, 4), 1)
    y = (y.log() if o["log_target"] else y).to(torch.float32).to(torch.float64)
    c.outputs(nn.KLDivLoss(**o)(c.input("x", 3, 4), c.constant("y", y)))


@kind("HingeEmbeddingLoss", "CosineEmbeddingLoss")
def embeddings(c):
    o = c.option(margin=c.pick(1.0, 0.5) if c.kind.startswith("Hinge") else c.pick(0.0, 0.3))
    signs = torch.tensor([1, -1] + [c.pick(1, -1) for _ in range(2)])
    if c.kind.startswith("Hinge"):
        y = c.constant("y", signs.reshape(4, 1).expand(4, 3).contiguous())
        c.outputs(nn.HingeEmbeddingLoss(**o)(c.input("x", 4, 3), y))
    else:
        x1, x2 = c.input("x1", 4, 4), c.input("x2", 4, 4)
        c.outputs(nn.CosineEmbeddingLoss(**o)(x1, x2, c.constant("y", signs)))


@kind("TripletMarginLoss")
def triplet(c):
    o = c.option(margin=c.pick(0.5, 1.0), p=2)
    c.outputs(nn.TripletMarginLoss(**o)(c.input("anchor", 4, 4), c.input("positive", 4, 4), c.input("negative", 4, 4)))


@kind("CTCLoss")
def ctc(c):
    o = c.option(blank=0, reduction=c.pick("mean", "sum"))
    t, n, count = c.int(5, 7), 2, c.int(3, 5)
    lengths = torch.tensor([t, t - 1])
    targets = torch.tensor([[c.int(1, count - 1) for _ in range(2)] for _ in range(n)])
    sizes = torch.tensor([2, 1])
    logits = c.input("logits", t, n, count)
    for name, value in (("targets", targets), ("input_lengths", lengths), ("target_lengths", sizes)):
        c.constant(name, value)
    c.outputs(nn.CTCLoss(**o)(logits.log_softmax(2), targets, lengths, sizes))


OPTIMIZERS = {
    "SGD": {"momentum": (0.8, 0.9), "weight_decay": (0.0, 0.1), "nesterov": (True, False)},
    "Adagrad": {"lr_decay": (0.0, 0.1), "initial_accumulator_value": (0.0, 0.1), "weight_decay": (0.0, 0.1)},
    "Adadelta": {"rho": (0.9, 0.95), "weight_decay": (0.0, 0.1)},
    "RMSprop": {"alpha": (0.9, 0.99), "momentum": (0.0, 0.9), "centered": (True, False), "weight_decay": (0.0, 0.1)},
    "Adam": {"betas": ([0.8, 0.95], [0.9, 0.999]), "weight_decay": (0.0, 0.1), "amsgrad": (True, False)},
    "AdamW": {"betas": ([0.8, 0.95], [0.9, 0.999]), "weight_decay": (0.01, 0.1), "amsgrad": (True, False)},
    "Adamax": {"betas": ([0.8, 0.95], [0.9, 0.999]), "weight_decay": (0.0, 0.1)},
    "NAdam": {"betas": ([0.8, 0.95], [0.9, 0.999]), "weight_decay": (0.0, 0.1), "momentum_decay": (0.004,)},
    "RAdam": {"betas": ([0.8, 0.95], [0.9, 0.999]), "weight_decay": (0.0, 0.1)},
}


@kind(*("optim." + name for name in OPTIMIZERS))
def optimizer(c):
    name = c.kind.split(".")[1]
    o = c.option(lr=c.pick(0.01, 0.1), **{k: c.pick(*choices) for k, choices in OPTIMIZERS[name].items()})
    p = nn.Parameter(c.floats(3, 4))
    c.put("p.0", p)
    made = getattr(torch.optim, name)([p], **o)
    for k in range(1, 9):
        p.grad = c.floats(3, 4)
        c.put(f"grad.{k}", p.grad)
        made.step()
        c.put(f"p.{k}", p)


SCHEDULES = {
    "StepLR": lambda c: {"step_size": c.int(3, 5), "gamma": c.pick(0.1, 0.5)},
    "MultiStepLR": lambda c: {"milestones": sorted(c.random.sample(range(1, 20), 3)), "gamma": 0.3},
    "ExponentialLR": lambda c: {"gamma": c.pick(0.8, 0.9)},
    "PolynomialLR": lambda c: {"total_iters": c.int(5, 15), "power": c.pick(1.0, 2.0)},
    "CosineAnnealingLR": lambda c: {"T_max": c.int(10, 24), "eta_min": c.pick(0.0, 0.001)},
    "CosineAnnealingWarmRestarts": lambda c: {"T_0": c.int(3, 5), "T_mult": c.int(1, 2), "eta_min": 0.0},
    "LinearLR": lambda c: {"start_factor": c.pick(0.1, 0.3), "end_factor": 1.0, "total_iters": c.int(3, 9)},
    "OneCycleLR": lambda c: {"max_lr": 0.1, "total_steps": 30, "pct_start": c.pick(0.2, 0.3),
                             "anneal_strategy": c.pick("cos", "linear"), "div_factor": 25.0,
                             "final_div_factor": 10000.0, "cycle_momentum": False},
}


@kind(*("schedule." + name for name in SCHEDULES))
def schedule(c):
    name = c.kind.split(".")[1]
    o = SCHEDULES[name](c)
    lr = c.pick(0.01, 0.1)
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=lr)
    made = getattr(torch.optim.lr_scheduler, name)(optimizer, **o)
    rates = []
    for _ in range(25):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        made.step()
    c.option(lr=lr, **o)
    c.put("lr", torch.tensor(rates, dtype=torch.float64))


@kind("clip_grad_norm")
def clip(c):
    o = c.option(max_norm=c.pick(0.5, 1.0, 100.0))
    parameters = [nn.Parameter(torch.zeros(3, 2, dtype=torch.float64)), nn.Parameter(torch.zeros(4, dtype=torch.float64))]
    for i, p in enumerate(parameters):
        p.grad = c.floats(*p.shape)
        c.put(f"grad.{i}", p.grad)
    norm = nn.utils.clip_grad_norm_(parameters, **o)
    for i, p in enumerate(parameters):
        c.put(f"clipped.{i}", p.grad)
    c.put("norm", norm.reshape(1))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--cases", type=int, default=1, help="cases of each kind")
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--only", default="", help="kinds that match this regular expression")
    given = arguments.parse_args()
    for module, version in (("torch", torch.__version__), ("numpy", numpy.__version__)):
        if not version.startswith(VERSIONS[module]):
            print(f"note: {module} {version}, the committed files were made with {VERSIONS[module]}*")
    given.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for name in sorted(k for k in KINDS if re.search(given.only, k)):
        for i in range(given.cases):
            case = Case(name, zlib.crc32(f"{name} {given.seed} {i}".encode()))
            KINDS[name](case)
            case.write(given.out / f"{name}_{i:02d}.safetensors")
            written += 1
    print(f"{written} cases of {len(KINDS)} kinds into {given.out}")


if __name__ == "__main__":
    main()
