"""The ranges of activations on texts of our own: static 8-bit quantisation must know them before it reads a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.reader.fit import collate
from training.reader.network import ReaderNetwork

_RANGE_SHARE = 0.98
"""A channel's range holds this share of the texts' extremes: a wider one would cost all other values precision."""

Ranges = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]
"""The lowest and the highest input of each matrix product, float32 (k,), by the name of its layer."""


@torch.no_grad()
def activation_ranges(network: ReaderNetwork, sequences: Sequence[NDArray[np.int32]]) -> Ranges:
    """Read token sequences one by one, and measure what enters every linear map of the layers."""
    extremes: dict[str, list[tuple[Tensor, Tensor]]] = {}

    def measure(name: str) -> Any:
        def hook(_module: nn.Module, inputs: tuple[Tensor]) -> None:
            rows = inputs[0].float().flatten(0, -2)
            extremes.setdefault(name, []).append((rows.amin(0), rows.amax(0)))

        return hook

    linear = [(name, module) for name, module in network.layers.named_modules() if isinstance(module, nn.Linear)]
    hooks = [module.register_forward_pre_hook(measure(f"layers.{name}")) for name, module in linear]
    network.eval()
    for ids in sequences:
        network.hidden(collate([ids], np.zeros(1, np.int64)))
    for hook in hooks:
        hook.remove()
    return {
        name: (
            np.quantile(np.stack([low.numpy() for low, _ in seen]), 1 - _RANGE_SHARE, axis=0).astype(np.float32),
            np.quantile(np.stack([high.numpy() for _, high in seen]), _RANGE_SHARE, axis=0).astype(np.float32),
        )
        for name, seen in extremes.items()
    }
