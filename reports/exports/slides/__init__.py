"""The slide deck, target `pptx`: `plan` says what is on each slide, `fit` measures texts, `deck` and `drawing` draw."""
