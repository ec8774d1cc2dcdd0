"""The full text: what it finds, who writes it, and that damage is noticed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from storage.full_text import DamagedIndexError, Followed, FullText
from storage.passage_records import FoundPassage, TextRef, WantedTerm


def _passage(id_: int, body: str, title: str = "", context: str = "") -> FoundPassage:
    return FoundPassage(id_, TextRef(abs(id_), min(id_, 0)), 0, 5, title, body, context)


def _written(folder: Path, *passages: FoundPassage, change: int = 1) -> FullText:
    made = FullText(folder)
    assert made.own()
    made.write((), passages)
    made.commit(change)
    return made


def _found(full_text: FullText, *terms: str, comments: bool = False) -> list[int]:
    return full_text.search([WantedTerm(term) for term in terms], 10, comments=comments)


def _segments(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.suffix in {".idx", ".term", ".fast", ".fieldnorm"}
    )


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    full_text = FullText(tmp_path / "new")
    assert full_text.followed() == Followed(-1, 0)
    assert (_found(full_text, "mot"), full_text.ids()) == ([], set())


def test_what_is_committed_is_found_and_stays(tmp_path: Path) -> None:
    _written(tmp_path, _passage(1, "q10 ecran"), _passage(-2, "q10 batteri"), change=7).close()
    again = FullText(tmp_path)
    assert again.followed() == Followed(7, 2)
    assert _found(again, "q10") == [1]
    assert _found(again, "q10", comments=True) == [-2]
    assert again.ids() == {1, -2}


def test_what_is_not_committed_is_not_there(tmp_path: Path) -> None:
    full_text = _written(tmp_path, _passage(1, "q10"))
    full_text.write((1,), [_passage(2, "q10")])
    full_text.close()
    again = FullText(tmp_path)
    assert (again.followed(), again.ids()) == (Followed(1, 1), {1})


def test_a_passage_is_held_once_however_often_it_is_written(tmp_path: Path) -> None:
    full_text = _written(tmp_path, _passage(1, "ancien"))
    full_text.write((), [_passage(1, "nouveau")])
    full_text.commit(2)
    assert (_found(full_text, "ancien"), _found(full_text, "nouveau")) == ([], [1])
    full_text.write((1,), ())
    full_text.commit(3)
    assert full_text.followed() == Followed(3, 0)


def test_a_term_is_found_whole_whatever_it_holds(tmp_path: Path) -> None:
    full_text = _written(tmp_path, _passage(1, "s9+ c# 10.5 été"))
    for term in ("s9+", "c#", "10.5", "été"):
        assert _found(full_text, term) == [1]
    for term in ("s9", "c", "10", "ete", '"', "AND", "s9+ OR c#", "article:s9", "*", "\x00", ""):
        assert _found(full_text, term) == []


def test_the_rarer_term_the_title_and_the_better_word_weigh_more(tmp_path: Path) -> None:
    common = [_passage(10 + n, "prix du mois") for n in range(20)]
    full_text = _written(
        tmp_path, *common, _passage(1, "prix rare mot", "autre"), _passage(2, "autre mot", "rare")
    )
    assert set(_found(full_text, "prix", "rare")[:2]) == {1, 2}
    assert _found(full_text, "rare") == [2, 1]
    assert full_text.search([WantedTerm("autre", 1.0), WantedTerm("prix", 0.01)], 1, comments=False) == [1]


def test_one_writes_and_all_read(tmp_path: Path) -> None:
    writer, reader = _written(tmp_path, _passage(1, "un")), FullText(tmp_path)
    assert not reader.own()
    writer.write((), [_passage(2, "deux")])
    writer.commit(2)
    assert reader.followed() == Followed(2, 2)
    assert _found(reader, "deux") == [2]
    writer.close()
    assert reader.own()


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "gone", "meta", "meta gone"])
def test_damage_is_noticed_and_mended_by_beginning_anew(tmp_path: Path, damage: str) -> None:
    chance = random.Random(damage)
    many = [_passage(n + 1, " ".join(chance.choices("abcdefghijk", k=30))) for n in range(300)]
    _written(tmp_path, *many).close()
    for path in _segments(tmp_path) if damage in {"flip", "cut"} else _segments(tmp_path)[:1]:
        _damage(tmp_path, path, damage, chance)
        full_text = FullText(tmp_path)
        if damage == "meta gone":
            assert full_text.followed() == Followed(-1, 0)
        else:
            with pytest.raises(DamagedIndexError):
                full_text.followed()
            with pytest.raises(DamagedIndexError):
                _found(full_text, "a")
        full_text.discard()
        healthy = _written(tmp_path, *many)
        assert healthy.followed() == Followed(1, 300)
        assert len(_found(healthy, "a", "b")) == 10
        healthy.close()


def _damage(folder: Path, path: Path, damage: str, chance: random.Random) -> None:
    path = next(other for other in _segments(folder) if other.suffix == path.suffix)
    match damage:
        case "flip":
            data = bytearray(path.read_bytes())
            data[chance.randrange(len(data) // 2)] ^= 0x5A
            path.write_bytes(data)
        case "cut":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        case "empty":
            path.write_bytes(b"")
        case "gone":
            path.unlink()
        case "meta":
            (folder / "meta.json").write_bytes(b'{"segments": [')
        case "meta gone":
            (folder / "meta.json").unlink()


def test_an_index_of_another_make_is_damage(tmp_path: Path) -> None:
    meta = tmp_path / "meta.json"
    _written(tmp_path, _passage(1, "mot")).close()
    meta.write_text(meta.read_text().replace('"comment"', '"remark"'))
    with pytest.raises(DamagedIndexError):
        FullText(tmp_path).followed()
