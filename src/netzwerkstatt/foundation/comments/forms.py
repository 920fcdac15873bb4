"""What people type in a discussion."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.comments.actions import LONGEST_NOTE
from netzwerkstatt.foundation.comments.models import LONGEST
from netzwerkstatt.foundation.ui.forms import Form


class CommentForm(Form):
    """A comment, an answer, or the words of one that is being changed."""

    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("Blank lines make paragraphs, addresses become links. It can be changed for 15 minutes."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoteForm(Form):
    """Something added later."""

    text = forms.CharField(
        label=pgettext_lazy("comment", "Your note"),
        help_text=_("It stands below your comment, with today’s date; the words above stay as they are."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
    )
