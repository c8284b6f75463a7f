"""Files that are sent: names that no system takes amiss, limits while they stream, and nothing left behind."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from starlette.testclient import TestClient

from voc.errors import UsageError
from voc.workspace import uploads
from voc.workspace.uploads import MAX_PART, harmless_name, harmless_path, max_bytes

JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOC_PROJECTS", str(tmp_path / "projects"))
    return tmp_path / "projects"


@pytest.fixture
def address(browser: TestClient) -> str:
    """Where files of a new study are sent."""
    return f"{browser.post('/new', data={'name': 'Talks'}, headers=JSON).json()['go']}/files"


@pytest.fixture
def inputs(projects: Path, address: str) -> Path:
    return projects / "Talks" / "inputs"


def files(inputs: Path) -> list[str]:
    paths = (path.relative_to(inputs).as_posix() for path in inputs.rglob("*") if path.is_file())
    return sorted(path for path in paths if path != "voc.toml")


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("talk.txt", "talk.txt"),
        ("Größe.csv", "Größe.csv"),
        ("Gro\u0308ße.csv", "Größe.csv"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("com¹.txt", "_com¹.txt"),
        ("console.txt", "console.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ('w<h>a:t"|?*.txt', "w_h_a_t____.txt"),
        ("trailing. . ", "trailing"),
        ("..", ""),
        ("\ud800.txt", "?.txt".replace("?", "_")),
    ],
)
def test_names_are_harmless(name: str, harmless: str) -> None:
    assert harmless_name(name) == harmless


def test_a_long_name_keeps_its_ending() -> None:
    name = harmless_name("ä" * 300 + ".docx")
    assert name.endswith("ä.docx") and len(name.encode()) <= MAX_PART


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", r"..\..\etc\passwd", "./etc/./passwd"])
def test_no_path_leads_out(path: str) -> None:
    assert harmless_path(path) == PurePosixPath("etc/passwd")


def test_a_path_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError):
        harmless_path("../..")


def test_folders_are_kept(browser: TestClient, address: str, inputs: Path) -> None:
    answer = browser.put(address, params={"path": "wave 1/anna.txt"}, content=b"I: Hello?\n", headers=JSON)
    assert answer.json()["path"] == "wave 1/anna.txt"
    assert (inputs / "wave 1" / "anna.txt").read_bytes() == b"I: Hello?\n"


def test_another_file_of_the_same_name_is_numbered_and_the_same_file_kept_once(
    browser: TestClient, address: str, inputs: Path
) -> None:
    for content in (b"a", b"b", b"a", b"b"):
        browser.put(address, params={"path": "x.txt"}, content=content)
    assert files(inputs) == ["x (2).txt", "x.txt"]


def test_files_of_the_system_are_left_out(browser: TestClient, address: str, inputs: Path) -> None:
    for path in (".DS_Store", "talks/Thumbs.db", "__MACOSX/x.txt", "~$draft.docx"):
        assert browser.put(address, params={"path": path}, content=b"x").json()["path"] == ""
    assert files(inputs) == []


def test_settings_hold_for_the_study_and_must_be_valid(browser: TestClient, address: str, inputs: Path) -> None:
    good, bad = b'[study]\nname = "Spring"\n', b'[study]\nnmae = "Spring"\n'
    assert browser.put(address, params={"path": "old/voc.toml"}, content=good).status_code == 200
    assert browser.put(address, params={"path": "voc.toml"}, content=bad, headers=JSON).status_code == 422
    assert (inputs / "voc.toml").read_bytes() == good
    assert not list(inputs.glob(".*"))


@pytest.mark.parametrize("states_its_size", [True, False])
def test_a_file_that_is_too_large_is_refused_while_it_is_sent(
    browser: TestClient, address: str, inputs: Path, monkeypatch: pytest.MonkeyPatch, states_its_size: bool
) -> None:
    monkeypatch.setattr(uploads, "MAX_TEXT_BYTES", 1_000)
    n_sent = 0

    def parts():
        nonlocal n_sent
        for _ in range(100):
            n_sent += 1
            yield b"x" * 100

    content = b"x" * 10_000 if states_its_size else parts()
    answer = browser.put(address, params={"path": "a/big.txt"}, content=content, headers=JSON)
    assert answer.status_code == 422 and "big.txt" in answer.json()["error"] and "Split it" in answer.json()["error"]
    assert files(inputs) == [] and not list(inputs.glob(".*")) and not (inputs / "a").exists()


def test_all_files_together_have_a_limit(
    browser: TestClient, address: str, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_STUDY_BYTES", 150)
    assert browser.put(address, params={"path": "a.txt"}, content=b"x" * 100).status_code == 200
    answer = browser.put(address, params={"path": "b.txt"}, content=b"y" * 100, headers=JSON)
    assert answer.status_code == 422 and "folder" in answer.json()["error"]
    assert files(inputs) == ["a.txt"]


def test_limits_follow_what_readers_accept() -> None:
    assert max_bytes(".txt") == max_bytes(".docx") == 40_000_000
    # 2 GB in the units of disks and files are both more than a table may have.
    assert max_bytes(".csv") == 2_000_000_000 < 2 * 1024**3


def test_a_file_is_removed_again_and_nothing_else(browser: TestClient, address: str, inputs: Path) -> None:
    browser.put(address, params={"path": "a/b/x.txt"}, content=b"x")
    (inputs.parent / "secret.txt").write_text("s")
    remove = address.replace("/files", "/do/remove")
    for path in ("../secret.txt", "a", "voc.toml", "nothing.txt"):
        assert browser.post(remove, data={"path": path}, headers=JSON).status_code == 422
    assert browser.post(remove, data={"path": "a/b/x.txt"}, headers=JSON).status_code == 200
    assert files(inputs) == [] and not (inputs / "a").exists()
    assert (inputs.parent / "secret.txt").exists() and inputs.exists()


def test_nobody_else_can_send_a_file(stranger: TestClient, browser: TestClient, address: str, inputs: Path) -> None:
    for headers in ({"origin": "http://evil.example"}, {"origin": ""}):
        assert browser.put(address, params={"path": "x.txt"}, content=b"x", headers=headers).status_code == 403
    assert files(inputs) == []
