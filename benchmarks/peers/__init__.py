"""The peers that voc is measured beside, each in an environment of its own; no part of the product."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).parent


def peer_python(name: str) -> str:
    """The Python of the environment `.venv-NAME` with what `NAME.txt` here lists, made when it is missing."""
    home = PEERS.parents[1] / f".venv-{name}"
    python = home / "bin" / "python"
    if not python.exists():
        print(f"Making {home.name} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        install = [str(python), "-m", "pip", "--quiet", "install"]
        subprocess.run([*install, "-r", str(PEERS / f"{name}.txt")], check=True)
    return str(python)
