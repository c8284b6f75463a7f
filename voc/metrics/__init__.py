"""Numbers beside words: figures from analytics, CRM, loyalty programmes and A/B tests, and the formulas for them."""

from voc.metrics.moments import moments
from voc.metrics.read import Numbers, attach, read_numbers, with_attributes

__all__ = ["Numbers", "attach", "moments", "read_numbers", "with_attributes"]
