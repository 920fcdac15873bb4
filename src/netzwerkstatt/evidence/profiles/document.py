"""The Kommunalprofil on paper: two pages for a council, from the same queries as the page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from netzwerkstatt.evidence.models import Projection
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.queries import Profile
from netzwerkstatt.evidence.profiles.words import NOT_SHOWN
from netzwerkstatt.foundation.documents.actions import request_rendering, retry_rendering
from netzwerkstatt.foundation.documents.blocks import Block, Document, Figure, Heading, Paragraph, Stage, Table
from netzwerkstatt.foundation.documents.files import ShownFiles, docx_response, files_of, pdf_response
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.charts import AnyShape, draw, to_print_svg
from netzwerkstatt.foundation.ui.formatting import number

YEAR = 2040


def public_id_of(projection: Projection) -> str:
    """Under which name the documents room keeps the files of a place's profile."""
    return f"P{projection.key}"[:16]


def version_of(projection: Projection) -> str:
    """One version for each state of the figures."""
    return projection.fingerprint[:12]


def have_profile_made(shown: Profile) -> Rendering:
    """Ask for the files of this profile, or once more for those that could not be made."""
    assert shown.projection is not None  # noqa: S101 - views ask only where there is one
    known = rendering_of(public_id_of(shown.projection), version=version_of(shown.projection))
    if known is None:
        return request_rendering(public_id=public_id_of(shown.projection), document=document_of(shown))
    return known if known.state == Rendering.State.READY else retry_rendering(rendering=known)


def files_of_profile(projection: Projection) -> ShownFiles | None:
    """The files of this state of the figures; None before somebody asked for them. One query."""
    return files_of(public_id_of(projection), version=version_of(projection))


def response_of(projection: Projection, ending: str) -> HttpResponse | None:
    """The file, None while it is not there."""
    name = f"kommunalprofil-{projection.key}-{projection.year}"
    make = {"pdf": pdf_response, "docx": docx_response}.get(ending)
    return make(public_id_of(projection), name, version=version_of(projection)) if make else None


def document_of(shown: Profile) -> Document:
    """The profile in the language of the installation."""
    projection, alliance = shown.projection, the_alliance()
    assert projection is not None and projection.made_at is not None  # noqa: S101, PT018 - see above
    with translation.override(settings.LANGUAGE_CODE):
        return Document(
            title=_("%(place)s in figures") % {"place": shown.place.name},
            kind_label=_("Municipal profile"),
            number=shown.place.key,
            dated=localtime(projection.made_at).date(),
            language=settings.LANGUAGE_CODE.split("-")[0],
            subtitle=" · ".join(
                [
                    _("People, ages and what may come until %(year)d") % {"year": shown.years[-1]},
                    ", ".join(place.name for place in shown.parents[:2]),
                ]
            ).removesuffix(" · "),
            issuer=alliance.name if alliance else "",
            stage=Stage.EVIDENCE,
            facts=_facts(shown),
            blocks=tuple(_blocks(shown)),
            version=version_of(projection),
            dated_words=_("computed on"),
            checksum=projection.outcome_sha256,
        )


def _facts(shown: Profile) -> tuple[tuple[str, str], ...]:
    basis, futures = shown.basis, shown.futures
    assert basis is not None and futures is not None  # noqa: S101, PT018 - see above
    year = min(YEAR, shown.years[-1])
    low, middle, high = (drawing.round_to(futures.at("total", year, one), basis) for one in (0.1, 0.5, 0.9))
    return (
        (_("People on 31 December %(year)d") % {"year": basis.year}, number(round(basis.total))),
        (_("People in %(year)d") % {"year": year}, _("about %(middle)s; in 80 of 100 futures %(low)s to %(high)s") % {"middle": number(middle), "low": number(low), "high": number(high)}),
    )  # fmt: skip


def _figure(shape: AnyShape, beside: str) -> Figure:
    """A picture with what it rests on in the margin, so that two pages are enough."""
    drawn = draw(shape)
    return Figure(to_print_svg(shape), drawn.alt, shape.title, shape.subtitle, beside)


def _blocks(shown: Profile) -> list[Block]:
    basis, futures = shown.basis, shown.futures
    assert basis is not None and futures is not None  # noqa: S101, PT018 - see above
    year = min(YEAR, shown.years[-1])
    names = (_("Figure"), *(_level(shown, at) for at in range(len(shown.among))))
    rows = tuple(
        (f"{one.label}{f' ({one.unit})' if one.unit else ''}", one.value, *(value for _name, value in one.others))
        for one in shown.beside
    )
    blocks: list[Block] = [
        Table(
            _("Key figures on 31 December %(year)d") % {"year": basis.year},
            names,
            rows,
            tuple(range(1, len(names))),
            _("Estimated structure.") if basis.estimated else "",
        ),
        _figure(
            drawing.fan(basis, futures, shown.history, mark=year),
            _("Sources: %(sources)s") % {"sources": drawing.source_of(basis)},
        ),
        _figure(drawing.pyramid(basis, futures, year), _("How this was found:") + " " + " ".join(shown.methods)),
        Heading(_("What changes by age")),
        Table(
            _("People by age, middle of all futures and the band of 80 of 100"),
            (_("Age"), str(basis.year), str(year), _("at least"), _("at most")),
            tuple(
                (words, number(now), number(middle), number(low), number(high))
                for (words, middle, low, high), (_words, now, _low, _high) in zip(
                    drawing.groups_of(basis, futures, year), drawing.groups_of(basis, futures, basis.year), strict=True
                )
            ),
            (1, 2, 3, 4),
            _("Not shown: %(what)s") % {"what": " ".join(str(one) for one in NOT_SHOWN)},
        ),
    ]
    if shown.twins:
        alike = ", ".join(f"{twin.alike.name} {twin.overlap}\u202f%" for twin in shown.twins)
        blocks.append(
            Paragraph(
                _("Cities that are alike, and how much of the age structure is the same: %(cities)s.")
                % {"cities": alike}
            )
        )
    return blocks


def _level(shown: Profile, at: int) -> str:
    """A short head for a column: the place's own name would leave no room for the figures' words."""
    if at == 0:
        return _("here")
    name = shown.among[at].name
    found = next((place for place in shown.parents if place.name == name), None)
    return str(found.get_level_display()) if found is not None else _("network")
