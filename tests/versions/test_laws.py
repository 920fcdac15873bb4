"""Law: an item that two people save at once loses no word of either, or says so before anything is changed."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.versions.keeping import fields_now, keep_version
from netzwerkstatt.foundation.versions.saving import Meanwhile, put_together

BASE = [f"w{n}" for n in range(12)]
places = st.sets(st.integers(0, 11))


def spread(mark: str, gone: set[int], added: set[int]) -> str:
    said: list[str] = []
    for place, word in enumerate(BASE):
        said += [f"{mark}{place}"] * (place in added)
        said += [word] * (place not in gone)
    return " ".join(said) or mark


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


class AnySaving(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(places, places, places, places, st.sampled_from([0, 1, 2, 9]))
    def test_what_either_added_stands_or_is_shown(
        self, their_gone: set[int], their_new: set[int], my_gone: set[int], my_new: set[int], base: int
    ) -> None:
        entry = create_entry(kind="idea", title=" ".join(BASE), author=None, numbered=False)
        theirs, mine = spread("t", their_gone, their_new), spread("m", my_gone, my_new)
        keep_version(entry, fields_now(entry), None)
        Entry.objects.filter(pk=entry.pk).update(title=theirs)
        entry.refresh_from_db()
        try:
            said = put_together(entry, base, {"title": mine})["title"]
        except Meanwhile as meanwhile:
            assert base != 2, "who read the present version is never asked"
            shown = "".join(p.same + p.new for p in meanwhile.met[0].pieces)
            assert shown == theirs, "the other's words are shown to the last"
            return
        if base == 2:
            assert said == mine
            return
        for side in (theirs, mine):
            assert words(side) - set(BASE) <= words(said)
        if base == 1:
            assert not words(said) & {BASE[place] for place in their_gone | my_gone}
