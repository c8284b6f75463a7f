"""Where the repository is, and the real texts beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
STUDIES = DATA / "studies"
