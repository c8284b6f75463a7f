"""Check the wheel: `make wheel` runs this in an environment with nothing but the wheel, without extras."""

import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    sys.path = [entry for entry in sys.path if entry and Path(entry).name != "scripts"]
    for name in ("voc", "personas", "reports"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        assert "site-packages" in package.__file__, package.__file__
    command = [str(Path(sys.executable).with_name("voc")), "demo", "--out", "study"]
    subprocess.run(command, check=True)
    subprocess.run([*command[:1], "verify", "study"], check=True)
print("wheel: 1 passed, 0 failed")
