"""Tools that voc is compared with. They run as scripts in their own environments and are not part of the product."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).parent


def peer_python(name: str) -> str:
    """Return the Python of the environment `.venv-NAME`; create it from `NAME.txt` in this folder if it is missing."""
    home = PEERS.parents[1] / f".venv-{name}"
    python = home / "bin" / "python"
    if not python.exists():
        print(f"Making {home.name} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        install = [str(python), "-m", "pip", "--quiet", "install"]
        subprocess.run([*install, "-r", str(PEERS / f"{name}.txt")], check=True)
    return str(python)
