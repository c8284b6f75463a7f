"""The command line `voc`: one file per command; `main.py` puts them together."""
