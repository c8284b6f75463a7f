"""A study in the formats of other tools, for `voc export`: a study folder goes in, files outside it come out.

Every format is a target: one function ``(analysis, personas)`` → files, registered in `targets`.
"""

from reports.exports.export import ExportOptions, ExportResult, export_study
from reports.exports.sharing import ShareLevel
from reports.exports.targets import ALL, TARGETS, resolve_targets

__all__ = ["ALL", "TARGETS", "ExportOptions", "ExportResult", "ShareLevel", "export_study", "resolve_targets"]
