"""`python -m voc` is the same as `voc`."""

from voc.cli.main import main

main()
