"""The graph of one matrix product, which `voc/models/row_products.py` runs: ``python -m training.product``."""

from __future__ import annotations

import onnx
from onnx import TensorProto, helper

from training.weights import FOLDER


def product_graph() -> onnx.ModelProto:
    """A graph that multiplies "rows" float32 (n, d) by "matrix" float32 (d, k)."""
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["rows", "matrix"], ["product"])],
        "product",
        [
            helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["n", "d"]),
            helper.make_tensor_value_info("matrix", TensorProto.FLOAT, ["d", "k"]),
        ],
        [helper.make_tensor_value_info("product", TensorProto.FLOAT, ["n", "k"])],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


if __name__ == "__main__":
    onnx.save(product_graph(), FOLDER / "product.onnx")
