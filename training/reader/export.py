"""Write the reader's weights for the product: three ONNX files with 8-bit weights, the tokenizer, and the heads.

Weights have 8 bits. Half of the matrix products (_STATIC) quantise their inputs with ranges that were measured before,
which is fastest. The others lose too much by it, because of a few large values, and become `MatMulNBits` of
onnxruntime: a float scale for every block of 64 weights, and the same for activations. Either way a token's vector
depends on its own text alone.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sentencepiece import SentencePieceProcessor

from training.data import ROOT
from training.own_sentences import read_sentences, read_talk
from training.reader.network import EPSILON, EXITS, HEAD_WIDTH, ReaderNetwork
from training.reader.ranges import Ranges, activation_ranges
from training.reader.rows import tokenize
from voc.models.reader_outputs import DEPTHS, N_OUTPUTS

WEIGHTS = ROOT / "voc" / "models" / "weights" / "reader"
_MICROSOFT = "com.microsoft"
_BLOCK = 64
_STATIC = ("qkv", "feed_in")
"""The products with static ranges."""
_STATIC_WEIGHT = 63
"""Largest static weight: with seven bits, the 16-bit sums of processors with AVX2 but without VNNI cannot overflow."""
_SMOOTHING = 0.7
"""How much of the difference between channels moves from activations to weights (0–1; SmoothQuant,
arXiv:2211.10438)."""
_MAX_POSITIONS = 256
"""Tokens of the longest input: a pair of two texts of 126 tokens each, with four begin and end marks."""


class _Graph:
    """Builds an ONNX graph from a saved network; every method adds nodes and returns the name of its output."""

    def __init__(self, state: dict[str, torch.Tensor], ranges: Ranges) -> None:
        self.state, self.ranges = state, ranges
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []

    def weight(self, key: str) -> NDArray[np.float32]:
        return self.state[key].float().numpy()

    def constant(self, name: str, array: NDArray[Any]) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: list[str], outputs: list[str], **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs[0]

    def product(self, x: str, key: str, out: str) -> str:
        """x @ weight.T with 8-bit weights."""
        is_static = key.endswith(_STATIC)
        return self._static_product(x, key, out) if is_static else self._block_product(x, key, out)

    def _static_product(self, x: str, key: str, out: str) -> str:
        weight = self.weight(f"{key}.weight").T
        low, high = self.ranges[key]
        size = np.maximum(np.maximum(np.abs(low), np.abs(high)), 1e-4)
        smooth = size**_SMOOTHING / np.maximum(np.abs(weight).max(axis=1), 1e-6) ** (1 - _SMOOTHING)
        smooth = (smooth / np.exp(np.log(smooth).mean())).astype(np.float32)
        first, last = min(0.0, float((low / smooth).min())), max(0.0, float((high / smooth).max()))
        scale = np.float32((last - first) / 255)
        zero = np.uint8(np.clip(round(-first / scale), 0, 255))
        weight = weight * smooth[:, None]
        weight_scale = np.maximum(np.abs(weight).max(axis=0) / _STATIC_WEIGHT, 1e-9).astype(np.float32)
        packed = np.clip(np.rint(weight / weight_scale), -_STATIC_WEIGHT, _STATIC_WEIGHT).astype(np.int8)
        self.node("Mul", [x, self.constant(f"{key}.smooth", 1 / smooth)], [f"{key}.smoothed"])
        scales = [self.constant(f"{key}.scale", np.array(scale)), self.constant(f"{key}.zero", np.array(zero))]
        self.node("QuantizeLinear", [f"{key}.smoothed", *scales], [f"{key}.input"])
        weights = [self.constant(f"{key}.q", packed), scales[0], self.constant(f"{key}.s", weight_scale), scales[1]]
        return self.node("MatMulIntegerToFloat", [f"{key}.input", *weights], [out], domain=_MICROSOFT)

    def _block_product(self, x: str, key: str, out: str) -> str:
        weight = self.weight(f"{key}.weight")
        n, k = weight.shape
        blocks = weight.reshape(n, k // _BLOCK, _BLOCK)
        scale = np.maximum(np.abs(blocks).max(axis=2) / 127, 1e-12).astype(np.float32)
        packed = (np.clip(np.rint(blocks / scale[..., None]), -127, 127) + 128).astype(np.uint8)
        inputs = [x, self.constant(f"{key}.q", packed), self.constant(f"{key}.s", scale)]
        return self.node(
            "MatMulNBits", inputs, [out], domain=_MICROSOFT, K=k, N=n, bits=8, block_size=_BLOCK, accuracy_level=4
        )

    def bias(self, key: str) -> str:
        return self.constant(f"{key}.b", self.weight(f"{key}.bias"))

    def norm(self, x: str, residual: str, key: str, bias: str, out: str) -> str:
        inputs = [x, residual, self.constant(f"{key}.g", self.weight(f"{key}.weight")), self.bias(key), bias]
        return self.node("SkipLayerNormalization", inputs, [out], domain=_MICROSOFT, epsilon=EPSILON)

    def embed(self) -> str:
        """ids (n, t) → vectors (n, t, width)."""
        words = self.weight("word.weight")
        scale = np.abs(words).max(axis=1, keepdims=True) / 127 + 1e-12
        self.constant("word.q", np.rint(words / scale).astype(np.int8))
        self.constant("word.s", scale.astype(np.float32))
        self.node("Gather", ["word.q", "ids"], ["word.gathered"])
        self.node("Cast", ["word.gathered"], ["word.float"], to=TensorProto.FLOAT)
        self.node("Gather", ["word.s", "ids"], ["word.scale"])
        self.node("Mul", ["word.float", "word.scale"], ["word.vectors"])
        self.constant("position", self.weight("position.weight")[:_MAX_POSITIONS])
        self.constant("zero", np.array([0], np.int64))
        self.node("Shape", ["ids"], ["length"], start=1, end=2)
        self.node("Slice", ["position", "zero", "length", "zero"], ["positions"])
        self.node("Add", ["word.vectors", "positions"], ["embedded"])
        gain, shift = self.constant("norm.g", self.weight("norm.weight")), self.bias("norm")
        return self.node("LayerNormalization", ["embedded", gain, shift], ["x0"], axis=-1, epsilon=EPSILON)

    def layer(self, x: str, i: int) -> str:
        """One layer: (n, t, width) → (n, t, width)."""
        key = f"layers.{i}"
        width = self.weight(f"{key}.attention_out.weight").shape[0]
        self.product(x, f"{key}.qkv", f"{key}.qkv.raw")
        self.node("Add", [f"{key}.qkv.raw", self.bias(f"{key}.qkv")], [f"{key}.qkv.all"])
        parts = [f"{key}.{name}" for name in "qkv"]
        self.node(
            "Split", [f"{key}.qkv.all", self.constant(f"{key}.widths", np.array([width] * 3, np.int64))], parts, axis=-1
        )
        heads = width // HEAD_WIDTH
        self.node("MultiHeadAttention", parts, [f"{key}.attended"], domain=_MICROSOFT, num_heads=heads)
        out = self.product(f"{key}.attended", f"{key}.attention_out", f"{key}.attention")
        bias = self.bias(f"{key}.attention_out")
        x = self.norm(out, x, f"{key}.attention_norm", bias, f"{key}.middle")
        self.product(x, f"{key}.feed_in", f"{key}.inner.raw")
        self.node("BiasGelu", [f"{key}.inner.raw", self.bias(f"{key}.feed_in")], [f"{key}.inner"], domain=_MICROSOFT)
        out = self.product(f"{key}.inner", f"{key}.feed_out", f"{key}.outer")
        return self.norm(out, x, f"{key}.out_norm", self.bias(f"{key}.feed_out"), f"{key}.out")

    def write(self, path: Path, source: Any, result: str) -> None:
        target = helper.make_tensor_value_info(result, TensorProto.FLOAT, ["texts", "tokens", 384])
        graph = helper.make_graph(self.nodes, path.stem, [source], [target], self.initializers)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=9), path)


def write_graphs(state: dict[str, torch.Tensor], ranges: Ranges, folder: Path) -> None:
    """Write `embed.onnx` (ids → vectors), `lower.onnx` (on to six layers) and `upper.onnx` (on to twelve)."""
    embedding = _Graph(state, ranges)
    ids = helper.make_tensor_value_info("ids", TensorProto.INT32, ["texts", "tokens"])
    embedding.write(folder / "embed.onnx", ids, embedding.embed())
    write_layers(state, ranges, range(EXITS[0]), folder / "lower.onnx")
    write_layers(state, ranges, range(EXITS[0], EXITS[1]), folder / "upper.onnx")


def write_layers(state: dict[str, torch.Tensor], ranges: Ranges, layers: Iterable[int], path: Path) -> None:
    """Write some layers as a graph: "hidden" (n, t, width) → the vectors after the last of them."""
    graph = _Graph(state, ranges)
    source = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["texts", "tokens", 384])
    x = "hidden"
    for i in layers:
        x = graph.layer(x, i)
    graph.write(path, source, x)


MEASURED_TEXTS = 400
"""Sentences of our own on which the ranges of activations are measured."""


def _measured_ranges(state: dict[str, torch.Tensor], tokenizer: Path) -> Ranges:
    sentences = [sentence.text for sentence in (*read_sentences(), *read_talk())]
    chosen = np.random.default_rng(0).choice(len(sentences), MEASURED_TEXTS, replace=False)
    texts = [sentences[i] for i in chosen]
    tokens = tokenize(SentencePieceProcessor(model_file=str(tokenizer)), texts, max_tokens=128)
    return activation_ranges(ReaderNetwork.of_state(state), list(tokens))


def head_arrays(state: dict[str, torch.Tensor], calibration: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The arrays of `heads.npz`: for each depth the heads, and their calibration where there is one."""
    arrays: dict[str, NDArray[Any]] = {}
    for depth, exit_ in DEPTHS.items():
        key = f"exits.{exit_}"
        arrays |= {
            f"{depth}_mean": state[f"{key}.mean"].numpy(),
            f"{depth}_inverse_std": state[f"{key}.inverse_std"].numpy(),
            f"{depth}_scale": np.ones(N_OUTPUTS, np.float32),
            f"{depth}_shift": np.zeros(N_OUTPUTS, np.float32),
        }
        for name in ("readings", "tokens", "pair_in", "pair_out"):
            arrays[f"{depth}_{name}_w"] = state[f"{key}.{name}.weight"].numpy().T.copy()
            arrays[f"{depth}_{name}_b"] = state[f"{key}.{name}.bias"].numpy()
    return arrays | {name: array for name, array in calibration.items() if name in arrays}


def export(state_file: Path, tokenizer: Path, calibration: dict[str, NDArray[Any]], folder: Path = WEIGHTS) -> None:
    """Write all files of the reader into a folder."""
    state = torch.load(state_file)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tokenizer, folder / "tokenizer.model")
    write_graphs(state, _measured_ranges(state, tokenizer), folder)
    arrays = head_arrays(state, calibration)
    digest = hashlib.sha256()
    for name in ("embed", "lower", "upper"):
        digest.update((folder / f"{name}.onnx").read_bytes())
    for name in sorted(arrays):
        digest.update(arrays[name].tobytes())
    np.savez(folder / "heads.npz", allow_pickle=False, **arrays, version=np.array(digest.hexdigest()[:12]))
    for file in sorted(folder.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
