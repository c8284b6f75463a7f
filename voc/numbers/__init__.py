"""Numbers next to words: metrics from analytics, CRM and loyalty programmes, A/B tests, and the formulas for them.

In: CSV files and spreadsheets of vendors, and the journey. Out: `Numbers`, which `attach` adds to an analysis; and
`moments`, the touchpoints where what people say goes along with how they rate. A *metric* is a named, measured value.
"""

from voc.numbers.moments import moments
from voc.numbers.number_files import Numbers, attach, read_numbers, with_attributes

__all__ = ["Numbers", "attach", "moments", "read_numbers", "with_attributes"]
