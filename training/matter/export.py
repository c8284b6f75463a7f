"""Write the weights of the encoder of matters for the product: its layers with 8-bit weights, and the map to vectors.

Embeddings and tokenizer are the reader's, because both are frozen in both trainings.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch

from training.data import ROOT
from training.matter.network import batch_of, pretrained
from training.own_sentences import read_sentences, read_talk
from training.reader.export import MEASURED_TEXTS, write_layers
from training.reader.ranges import activation_ranges
from voc.models.matter_encoder import STATEMENT_PREFIX

WEIGHTS = ROOT / "voc" / "models" / "weights" / "matter"


def export(state_file: Path) -> None:
    """Write `layers.onnx` and `heads.npz`."""
    network, tokenizer = pretrained()
    network.load_state_dict(torch.load(state_file))
    network.eval()
    sentences = [sentence.text for sentence in (*read_sentences(), *read_talk())]
    chosen = np.random.default_rng(0).choice(len(sentences), MEASURED_TEXTS, replace=False)
    batches = [batch_of(tokenizer, [f"{STATEMENT_PREFIX} {sentences[i]}"]) for i in chosen]
    ranges = activation_ranges(network.base, [batch.ids[0].numpy().astype(np.int32) for batch in batches])
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    state = network.base.state_dict()
    write_layers(state, ranges, range(len(network.base.layers)), WEIGHTS / "layers.onnx")
    arrays = {
        "mean": network.mean.numpy(),
        "inverse_std": network.istd.numpy(),
        "vector_w": network.vector.weight.detach().numpy().T.copy(),
        "vector_b": network.vector.bias.detach().numpy(),
    }
    digest = hashlib.sha256((WEIGHTS / "layers.onnx").read_bytes())
    for name in sorted(arrays):
        digest.update(arrays[name].tobytes())
    np.savez(WEIGHTS / "heads.npz", allow_pickle=False, **arrays, version=np.array(digest.hexdigest()[:12]))
