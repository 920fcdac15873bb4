"""Everything a workshop keeps, by subject."""

from netzwerkstatt.workshops.models.board import BoardStep, DeclinedSuggestion
from netzwerkstatt.workshops.models.consent import Consent, ConsentKind, ConsentText, PaperForms
from netzwerkstatt.workshops.models.lending import Borrowed, Loan
from netzwerkstatt.workshops.models.people import CoFacilitator, Group, Invitation, Part, Participant, ResumeCode
from netzwerkstatt.workshops.models.phases import Identity, Items, Phase, PhaseKind, Reveal
from netzwerkstatt.workshops.models.pool import Absence, MonthlyLimit
from netzwerkstatt.workshops.models.presets import Preset, Sharing
from netzwerkstatt.workshops.models.record import Draft, Echo, Protocol, Withdrawal
from netzwerkstatt.workshops.models.tables import PaperCard, PaperSheet, Source, Table, TableDevice
from netzwerkstatt.workshops.models.workshop import Format, Workshop
from netzwerkstatt.workshops.models.written import Card, Contribution, GroupNote, Note, SentAtOnce

__all__ = [
    "Absence",
    "BoardStep",
    "Borrowed",
    "Card",
    "CoFacilitator",
    "Consent",
    "ConsentKind",
    "ConsentText",
    "Contribution",
    "DeclinedSuggestion",
    "Draft",
    "Echo",
    "Format",
    "Group",
    "GroupNote",
    "Identity",
    "Invitation",
    "Items",
    "Loan",
    "MonthlyLimit",
    "Note",
    "PaperCard",
    "PaperForms",
    "PaperSheet",
    "Part",
    "Participant",
    "Phase",
    "PhaseKind",
    "Preset",
    "Protocol",
    "ResumeCode",
    "Reveal",
    "SentAtOnce",
    "Sharing",
    "Source",
    "Table",
    "TableDevice",
    "Withdrawal",
    "Workshop",
]
