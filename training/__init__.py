"""How the weights in `voc/models/weights` were made. Not part of the wheel."""
