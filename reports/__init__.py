"""Analysis + personas → the files people open: report.html and what goes into the workshop."""

from reports.write import write_report

__all__ = ["write_report"]
