"""Files beside exports: which message names which, as the import found it. Rows stand and fall with their import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from core.chat.incoming import Beside, Spoken
from core.store.bulk import chunked, insert_new
from core.store.elsewhere import by_home

MEDIA_COLUMNS = ("message_id", "name", "path", "digest", "size", "import_id")
Row = tuple[int, str, str, str, int | None, int]
BY_ID, BY_CONTENT = "id:", "h:"
"""As identity.py begins its keys."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """What a message names. `root` is the folder or archive it lay in; `path` is within it, "" where it is missing."""

    message: str
    """Key of the message."""
    name: str
    path: str
    digest: str
    size: int | None
    root: str
    at: int = 0
    public_id: str = ""


@dataclass(frozen=True, slots=True)
class MediaCount:
    """Files that messages name: those that lie beside the export, and those that do not; the name of the first of
    these."""

    found: int = 0
    missing: int = 0
    first_missing: str = ""
    unread: int = 0
    """Of those found, too big to be hashed"""


def note_media(
    session: Session,
    group_id: int,
    import_id: int,
    named: Sequence[Spoken],
    keys: Mapping[int, str],
    indexed: bool = True,
) -> list[Row]:
    """Note what these messages, which are stored by now, name. `keys`: of those that are new, by `id()`. `indexed`:
    messages can be found by their time. Answers the rows written."""
    wanted = [keys.get(id(item)) or _usual_key(item) for item in named]
    known: dict[str, int] = dict(
        chunked(
            session,
            "SELECT key, id FROM message WHERE group_id = :group AND key IN :values",
            wanted,
            group=group_id,
        )
    )
    lost = ["message:" + key for key in wanted if key not in known]
    aliases = chunked(
        session,
        "SELECT key, row_id FROM alias WHERE group_id = :group AND key IN :values",
        lost,
        group=group_id,
    )
    for alias, row in aliases:
        known.setdefault(alias.removeprefix("message:"), row)
    files: dict[int, tuple[Beside, ...]] = {}
    for key, item in zip(wanted, named, strict=True):
        row_id = known.get(key)
        if row_id is None and indexed:
            row_id = _like(session, group_id, item)
        if row_id is not None:
            files.setdefault(row_id, item.files())
    noted = chunked(
        session,
        "SELECT message_id FROM media WHERE import_id = :this AND message_id IN :values",
        files,
        this=import_id,
    )
    for (row_id,) in list(noted):
        del files[row_id]
    rows: list[Row] = [
        (row_id, file.name, file.path, file.digest, file.size, import_id)
        for row_id in sorted(files)
        for file in files[row_id]
    ]
    insert_new(session, "media", MEDIA_COLUMNS, rows)
    return rows


def _usual_key(item: Spoken) -> str:
    """The key that a message which was known before has, nearly always."""
    return BY_ID + item.external_id if item.external_id else f"{BY_CONTENT}{item.content()}:1"


def _like(session: Session, group_id: int, item: Spoken) -> int | None:
    """The message of that second, sender and kind which another writer gave an id."""
    second = item.at // 1000 * 1000
    return session.execute(
        text(
            "SELECT m.id FROM message m JOIN member s ON s.id = m.sender_id WHERE m.group_id = :group "
            "AND m.at BETWEEN :low AND :high AND s.platform_id = :sender AND m.kind = :kind ORDER BY m.id LIMIT 1"
        ),
        {"group": group_id, "low": second, "high": second + 999, "sender": item.sender, "kind": item.kind},
    ).scalar()


def media_count(session: Session, import_id: int) -> MediaCount:
    """What one import found."""
    found, missing, unread = session.execute(
        text(
            "SELECT coalesce(sum(CASE WHEN path <> '' THEN 1 ELSE 0 END), 0), "
            "coalesce(sum(CASE WHEN path = '' THEN 1 ELSE 0 END), 0), "
            "coalesce(sum(CASE WHEN path <> '' AND digest = '' THEN 1 ELSE 0 END), 0) FROM media WHERE import_id = :id"
        ),
        {"id": import_id},
    ).one()
    first = ""
    if missing:
        first = session.execute(
            text("SELECT name FROM media WHERE import_id = :id AND path = '' ORDER BY id LIMIT 1"),
            {"id": import_id},
        ).scalar_one()
    return MediaCount(found, missing, first, unread)


def media_of_import(session: Session, import_id: int) -> list[MediaFile]:
    """All that one import found or missed, in its order."""
    rows = session.execute(
        text(f"SELECT {_FIELDS} FROM {_JOINED} WHERE f.import_id = :id ORDER BY f.id"), {"id": import_id}
    )
    return [MediaFile(*row) for row in rows]


def media_of(session: Session, group_id: int, keys: Iterable[str]) -> dict[str, tuple[MediaFile, ...]]:
    """The files of messages, by the keys that a group names, in the order in which the message names them: as that
    import that stands knows them which found most of them, the newest of several."""
    found: dict[str, dict[int, list[MediaFile]]] = {}
    for home, named in by_home(session, group_id, dict.fromkeys(keys)).items():
        rows = chunked(
            session,
            f"SELECT f.import_id, {_FIELDS} FROM {_JOINED} WHERE m.group_id = :group AND m.key IN :values "
            "AND i.state = 'complete' AND i.withdrawn_at IS NULL ORDER BY f.import_id, f.id",
            named,
            group=home,
        )
        for by, *row in rows:
            file = MediaFile(*row)
            found.setdefault(named[file.message], {}).setdefault(by, []).append(file)
    return {key: _fullest(list(told.values())) for key, told in found.items()}


def _fullest(told: list[list[MediaFile]]) -> tuple[MediaFile, ...]:
    """Of what several imports found, the latest last."""
    counted = [(sum(bool(file.path) for file in files), place) for place, files in enumerate(told)]
    return tuple(told[max(counted)[1]])


_FIELDS = "m.key, f.name, f.path, f.digest, f.size, coalesce(i.media_root, ''), m.at, m.external_id"
_JOINED = "media f JOIN message m ON m.id = f.message_id JOIN import_ i ON i.id = f.import_id"
