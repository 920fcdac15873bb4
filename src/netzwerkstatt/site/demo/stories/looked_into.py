"""The data-protection officer has looked into the log once, and had a name blackened in a released protocol."""

from __future__ import annotations

from datetime import timedelta

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.coming_back import NAMED
from netzwerkstatt.site.demo.stories.telling import ago, on
from netzwerkstatt.site.privacy.actions import open_audit
from netzwerkstatt.site.privacy.redacting import holding, redact

REASON = "Anfrage einer Stadt: Wer hat eine Rolle beendet, und wann?"
ASKED_TO = "Eine Person ist mit Namen und Amt genannt, war nicht dabei und hat um die Löschung gebeten."


def tell(cast: Cast) -> None:
    """Some days ago; the log has closed again since."""
    doris = cast.people["doris.peters"]
    with on(ago(21), 10):
        for found in holding(NAMED):
            redact(actor=doris, entry=found.entry, passages=[NAMED], reason=ASKED_TO)
    with clock.telling(clock.now() - timedelta(days=9, hours=3)):
        open_audit(actor=doris, reason=REASON)
