from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ui.forms import Form


class DeleteForm(Form):
    reason = forms.CharField(
        label=_("Why it is deleted"), help_text=_("This sentence stays on the page, for everybody."), max_length=400
    )
