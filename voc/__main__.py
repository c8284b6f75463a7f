"""`python -m voc`."""

from voc.cli.main import main

main()
