"""A study in the formats of other tools: `voc export`."""

from reports.exports.export import Exported, Order, export_study
from reports.exports.sharing import Level
from reports.exports.targets import ALL, TARGETS, targets_of

__all__ = ["ALL", "TARGETS", "Exported", "Level", "Order", "export_study", "targets_of"]
