"""Numbers beside words: figures from analytics, CRM, loyalty programmes and A/B tests, and the formulas for them."""
