"""Numbers beside words: figures from analytics, CRM, loyalty programmes and A/B tests, and the formulas for them."""

from voc.numbers.moments import moments
from voc.numbers.number_files import Numbers, attach, read_numbers, with_attributes

__all__ = ["Numbers", "attach", "moments", "read_numbers", "with_attributes"]
