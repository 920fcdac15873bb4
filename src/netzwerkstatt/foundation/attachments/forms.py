"""What people fill in to attach a file and to describe it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.attachments.formats import accepted
from netzwerkstatt.foundation.attachments.models import LONGEST_ALT, LONGEST_NAME, Attachment
from netzwerkstatt.foundation.ui.forms import FileField, Form


def _alt() -> forms.CharField:
    return forms.CharField(
        label=_("What does the picture show?"),
        help_text=_("For pictures: one sentence for those who cannot see it. Leave it empty for other files."),
        max_length=LONGEST_ALT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
    )


def _decoration() -> forms.BooleanField:
    return forms.BooleanField(label=_("The picture is decoration and says nothing"), required=False)


class AttachForm(Form):
    """A file, what it is called, and what a picture shows."""

    file = FileField(label=_("File"), most=lambda: settings.MAX_ATTACHMENT_BYTES)
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it stands in the list. Without one, the name of the file is taken."),
        max_length=LONGEST_NAME,
        required=False,
    )
    alt = _alt()
    is_decoration = _decoration()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        most = settings.MAX_ATTACHMENT_BYTES // (1024 * 1024)
        self.fields["file"].widget.attrs["accept"] = accepted()
        self.fields["file"].help_text = _(
            "PNG, JPEG, WebP, PDF, DOCX, XLSX, ODT, ODS, CSV or TXT, at most %(most)d MB. Pictures lose where and with what they were taken."
        ) % {"most": most}

    def ask_for_the_file_again(self) -> None:
        """Browsers forget a chosen file when a page comes back; say so instead of letting people wonder."""
        if self.errors and "file" not in self.errors:
            self.add_error("file", _("Please choose the file once more; the browser does not keep it."))


class DescribeForm(Form):
    """Another name; for a picture other words."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    alt = _alt()
    is_decoration = _decoration()

    def __init__(self, *args: Any, attachment: Attachment, **options: Any) -> None:
        super().__init__(*args, **options)
        if not attachment.about.is_picture:
            del self.fields["alt"], self.fields["is_decoration"]
