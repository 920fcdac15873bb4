"""Everything a workshop keeps, by subject."""

from netzwerkstatt.workshops.models.board import BoardStep, DeclinedSuggestion
from netzwerkstatt.workshops.models.people import Invitation, Participant
from netzwerkstatt.workshops.models.phases import Identity, Items, Phase, PhaseKind, Reveal
from netzwerkstatt.workshops.models.pool import Absence, MonthlyLimit
from netzwerkstatt.workshops.models.presets import Preset, Sharing
from netzwerkstatt.workshops.models.record import Protocol
from netzwerkstatt.workshops.models.workshop import Format, Workshop
from netzwerkstatt.workshops.models.written import Card, Contribution, Note, SentAtOnce

__all__ = [
    "Absence",
    "BoardStep",
    "Card",
    "Contribution",
    "DeclinedSuggestion",
    "Format",
    "Identity",
    "Invitation",
    "Items",
    "MonthlyLimit",
    "Note",
    "Participant",
    "Phase",
    "PhaseKind",
    "Preset",
    "Protocol",
    "Reveal",
    "SentAtOnce",
    "Sharing",
    "Workshop",
]
