"""What to do about files that `voc` knows but cannot read."""

from __future__ import annotations

import re

_SOUND = "transcribe it first, and give voc the transcript (.vtt, .srt, .txt or .docx)"
_REMEDIES: dict[str, str] = {
    ".doc": "this is the old Word format: save it as .docx",
    ".pages": "export it as .docx or .txt",
    ".html": "web pages are not read, but noScribe's transcripts are: save its text as .txt or .docx",
    ".htm": "web pages are not read, but noScribe's transcripts are: save its text as .txt or .docx",
    ".numbers": "export it as .xlsx or .csv",
    ".lss": "this holds a survey's questions without answers: export the responses as .csv",
    ".zip": "unpack it, and give voc the folder",
    ".pptx": "slides are not read: save the text as .docx or .txt",
    ".xml": "export it as .csv, .xlsx or .json",
    ".qdc": "this is a codebook: `voc codebook import` takes its codes over",
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".ogg", ".flac", ".aac", ".wma"), f"this is a recording: {_SOUND}"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm"), f"this is a video: {_SOUND}"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".heic"), "pictures are not read: type out their text"
    ),
}
_READ = (
    ".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".vtt", ".srt", ".csv", ".tsv", ".xlsx", ".ods", ".json", ".jsonl",
    ".parquet", ".sav", ".lsa", ".qdpx",
)  # fmt: skip
_ABOUT = re.compile(r"(?:readme|license|licence|changelog|contributing|codebook)(?:\.\w+)?", re.I)


def remedy(suffix: str) -> str:
    """Why a file of this kind is not read, and what to do about it."""
    known = _REMEDIES.get(suffix)
    if known:
        return f"{suffix} is not read: {known}." if not known.endswith(".") else known
    what = f"'{suffix}' files are" if suffix else "files without an ending are"
    return (
        f"{what} not read. voc reads .txt, .md, .docx, .odt, .rtf, .pdf, .vtt, .srt, .csv, .tsv, .xlsx, .ods, .json, "
        ".jsonl, .parquet, .sav, .lsa and .qdpx."
    )


def is_about_the_folder(filename: str) -> bool:
    """Whether a file describes the folder (README, LICENSE) and holds nobody's words."""
    return _ABOUT.fullmatch(filename) is not None
