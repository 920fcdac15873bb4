"""Law: whatever several people save at whatever moment, no word of theirs is lost – in the database, not only in the engine."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from netzwerkstatt.engines.words.comparing import Agreed, Merge
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.texts.models import Paragraph, Version
from netzwerkstatt.foundation.texts.writing import Overlap, Saved, append_paragraph, rewrite_paragraph

WRITERS = st.integers(0, 2)
BEGINNING = "The town asks early. The Land pays half. Nobody waits."


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def told(merge: Merge) -> set[str]:
    """All words that a writer who has to decide is shown."""
    return words("\n".join(p.text if isinstance(p, Agreed) else f"{p.base}\n{p.theirs}\n{p.mine}" for p in merge.parts))


class Writing(RuleBasedStateMachine):
    """Three people with one paragraph before them, each as it was when they opened it. Every word typed is a new one."""

    def __init__(self) -> None:
        super().__init__()
        entry = create_entry(kind="recommendation", title="A text", author=None, numbered=False)
        self.paragraph = append_paragraph(entry, BEGINNING)
        self.read = dict.fromkeys(range(3), (1, BEGINNING))
        self.typed = 0
        self.saved: set[str] = words(BEGINNING)

    @rule(who=WRITERS)
    def open(self, who: int) -> None:
        now = Paragraph.objects.get(pk=self.paragraph.pk)
        self.read[who] = (now.version, now.text)

    @rule(who=WRITERS, at=st.integers(0, 30), gone=st.integers(0, 4), new=st.integers(0, 3))
    def save(self, who: int, at: int, gone: int, new: int) -> None:
        base, before = self.read[who]
        parts = before.split(" ")
        at = min(at, len(parts))
        added = [f"word{self.typed + n}" for n in range(new)]
        self.typed += new
        mine = " ".join([*parts[:at], *added, *parts[at + gone :]]) or "word"
        now = Paragraph.objects.get(pk=self.paragraph.pk)
        saved, refused = self._try(mine, base)
        if refused is not None:
            after = Paragraph.objects.get(pk=self.paragraph.pk)
            assert (after.text, after.version) == (now.text, now.version), "refused, nothing is changed"
            assert set(added) <= told(refused.merge), "what was typed is shown"
            assert words(now.text) - words(before) <= told(refused.merge), "what the others wrote is shown"
        if saved is not None:
            self._is_whole(who, saved, before, now.text, set(added))

    def _try(self, mine: str, base: int) -> tuple[Saved | None, Overlap | None]:
        try:
            return rewrite_paragraph(self.paragraph, mine, [], base=base), None
        except Overlap as overlap:
            return None, overlap

    def _is_whole(self, who: int, saved: Saved, before: str, theirs: str, added: set[str]) -> None:
        text = saved.paragraph.text
        assert text == Paragraph.objects.get(pk=self.paragraph.pk).text
        assert added <= words(text), "what was typed stands there"
        assert words(theirs) - words(before) <= words(text), (
            "what others wrote meanwhile, and this one never saw, stands"
        )
        self.saved |= words(text)
        self.read[who] = (saved.paragraph.version, text)

    @invariant()
    def every_word_that_ever_stood_there_stands_in_a_version(self) -> None:
        kept = Version.objects.filter(key=self.paragraph.pk).values_list("text", flat=True)
        assert self.saved <= words("\n".join(kept))


class AnyWriting(TestCase):
    def test_no_word_is_ever_lost(self) -> None:
        slow = [HealthCheck.too_slow]
        run_state_machine_as_test(
            Writing,
            settings=settings(max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=slow),
        )
