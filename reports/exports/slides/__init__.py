"""The slide deck: what it says (plan) and how it is drawn."""
