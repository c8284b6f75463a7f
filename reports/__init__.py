"""Analysis + personas → the files people open: report.html and what goes into the workshop."""

from reports.html.look import load_look
from reports.write import write_report

__all__ = ["load_look", "write_report"]
