"""A file for the desktop that opens the workspace with this Python: no terminal, no path to remember."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

_WINDOWS = """\
# Opens the voc workspace. Close the window that appears to stop it.
import subprocess

subprocess.Popen([{python!r}, "-m", "voc", "open"], creationflags=subprocess.CREATE_NEW_CONSOLE)
"""
_MACOS = """\
#!/bin/sh
# Opens the voc workspace. Close this window to stop it.
exec {python} -m voc open
"""
_LINUX = """\
[Desktop Entry]
Type=Application
Name=voc
Comment=From interviews, surveys and reviews to themes, pain points and personas
Exec={python} -m voc open
Terminal=true
Categories=Office;
"""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A start file: its name, its text, and whether the system must be allowed to run it."""

    name: str
    text: str
    is_program: bool


def make_shortcut(platform: str = sys.platform, python: str = sys.executable) -> Shortcut:
    """The start file of a system, named as `sys.platform` does, for the Python at ``python``.

    >>> make_shortcut("darwin", "/my apps/python").text.splitlines()[-1]
    "exec '/my apps/python' -m voc open"
    """
    if platform == "win32":
        # Windows runs a .pyw with whichever Python it knows, so the file only starts the right one, in a window of its
        # own: without one, nobody could stop it.
        return Shortcut("voc.pyw", _WINDOWS.format(python=python), is_program=False)
    if platform == "darwin":
        return Shortcut("voc.command", _MACOS.format(python=shlex.quote(python)), is_program=True)
    return Shortcut("voc.desktop", _LINUX.format(python=_quoted_for_desktop(python)), is_program=True)


def desktop_folder() -> Path:
    """The user's desktop; their home where there is none."""
    from platformdirs import user_desktop_path

    desktop = user_desktop_path()
    return desktop if desktop.is_dir() else Path.home()


def _quoted_for_desktop(path: str) -> str:
    """An argument of Exec: quoted, and escaped once more as a string of the file."""
    for character in '\\"`$':
        path = path.replace(character, f"\\{character}")
    # The file's own escapes come on top, and % begins a field code.
    return '"' + path.replace("\\", "\\\\").replace("%", "%%") + '"'
