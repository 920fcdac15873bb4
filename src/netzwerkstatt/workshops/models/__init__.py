"""Everything a workshop keeps, by subject."""

from netzwerkstatt.workshops.models.people import Invitation, Participant
from netzwerkstatt.workshops.models.phases import Contribution, Phase, PhaseKind
from netzwerkstatt.workshops.models.record import Protocol
from netzwerkstatt.workshops.models.workshop import Format, Workshop

__all__ = ["Contribution", "Format", "Invitation", "Participant", "Phase", "PhaseKind", "Protocol", "Workshop"]
