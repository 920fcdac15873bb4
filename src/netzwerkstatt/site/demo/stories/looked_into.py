"""The data-protection officer has looked into the log once, for a reason that stands there."""

from __future__ import annotations

from datetime import timedelta

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.privacy.actions import open_audit

REASON = "Anfrage einer Stadt: Wer hat eine Rolle beendet, und wann?"


def tell(cast: Cast) -> None:
    """Some days ago; the log has closed again since."""
    with clock.telling(clock.now() - timedelta(days=9, hours=3)):
        open_audit(actor=cast.people["doris.peters"], reason=REASON)
