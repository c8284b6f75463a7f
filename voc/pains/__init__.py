"""Troubled statements to pain points: find them, describe them, rank them."""
