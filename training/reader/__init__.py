"""Training of the deep reader. `python -m training.reader` says how; `training/README.md` explains the steps."""
