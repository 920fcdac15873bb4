"""The API itself: one list and one item for each collection, the protocols, the threads, and what describes it all."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from ninja import NinjaAPI, PathEx, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer
from pydantic import BaseModel, Field, create_model

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.api import Collection
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.prov import prov_json
from netzwerkstatt.site.api.around import around, dated, refusal
from netzwerkstatt.site.api.collections import COLLECTIONS
from netzwerkstatt.site.api.paging import Chosen, Paged, Unknown, one, turn
from netzwerkstatt.workshops.api import ProtocolOut, protocol_out

VERSION = "v1"
ROOT = f"/api/{VERSION}/"
DESCRIPTION = """\
Everything that everybody may read, for programs: read-only, without a key and without cookies.

Lists are sorted by age, the youngest first (networks, cities and themes by their key), and hold at most 100 items;
`next` is the address of the page after. Every answer has an `ETag`: send it back as `If-None-Match`, and an answer
that did not change costs nothing. One address may ask 600 times at once and 10 times a second in the long run.

No answer names a person. Evidence cards carry the licence of their figures.
"""


class _Readable(JSONRenderer):
    """Umlauts as they are: an answer is also read by people."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=_Readable(), title="Netzwerkstatt", version=VERSION, description=DESCRIPTION, openapi_url=None, docs_url=None, urls_namespace="api"
)  # fmt: skip


class Refusal(BaseModel):
    """Why there is no answer, and what can be done."""

    status: int = Field(description="HTTP status.")
    title: str = Field(description="What happened.")
    detail: str = Field(description="What to do.")


class Provenance(BaseModel):
    """A golden thread as W3C PROV-JSON."""

    prefix: dict[str, str]
    entity: dict[str, dict[str, Any]]
    agent: dict[str, dict[str, Any]]
    wasDerivedFrom: dict[str, dict[str, Any]]  # noqa: N815 – the standard's names
    wasAttributedTo: dict[str, dict[str, Any]]  # noqa: N815


_REFUSALS: dict[int, Any] = {404: Refusal, 422: Refusal, 429: Refusal}
Key = Annotated[str, PathEx(max_length=60, description="Its key.")]


def _list(collection: Collection, page: type[BaseModel]) -> Any:
    def lists(request: HttpRequest, response: HttpResponse, asked: Paged) -> Any:
        found = turn(collection, asked)
        following = f"{settings.BASE_URL}{request.path}?{found.next}" if found.next else None
        dated(response)
        if following:
            response["Link"] = f'<{following}>; rel="next"'
        return page(items=collection.shape(found.rows), next=following)

    lists.__annotations__["asked"] = Query[Paged] if collection.by_slug else Query[Chosen]
    lists.__name__ = f"list_{collection.path}"
    return lists


def _item(collection: Collection) -> Any:
    def read(request: HttpRequest, response: HttpResponse, key: Key) -> Any:
        found = one(collection, key)
        if found is None:
            return refusal(404, "Nothing here.", f"No {collection.one} with this key is public.")
        dated(response)
        return collection.shape([found])[0]

    read.__name__ = f"read_{collection.one}"
    return read


def _build() -> None:
    for collection in COLLECTIONS:
        page = create_model(
            f"{collection.schema.__name__.removesuffix('Out')}List",
            __doc__="One page of a list.",
            items=(list[collection.schema], Field(description="The items of this page.")),  # type: ignore[name-defined]
            next=(str | None, Field(description="Address of the next page; nothing on the last one.")),
        )
        shared: dict[str, Any] = {"tags": [collection.path], "description": _english(collection.about)}
        api.get(
            f"/{collection.path}", response={200: page, 422: Refusal, 429: Refusal}, url_name=collection.path,
            operation_id=f"list_{collection.path}", summary=f"List {collection.path}", **shared,
        )(_list(collection, page))  # fmt: skip
        api.get(
            f"/{collection.path}/{{key}}", response={200: collection.schema, **_REFUSALS}, url_name=collection.one,
            operation_id=f"read_{collection.one}", summary=f"Read one {collection.one}", **shared,
        )(_item(collection))  # fmt: skip


def _english(text: Any) -> str:
    from django.utils.translation import override

    with override("en"):
        return str(text)


_build()


@api.get(
    "/workshops/{key}/protocol", response={200: ProtocolOut, **_REFUSALS}, url_name="protocol",
    operation_id="read_protocol", summary="Read the released protocol of a workshop", tags=["workshops"],
)  # fmt: skip
def protocol(request: HttpRequest, response: HttpResponse, key: Key) -> Any:
    """The released record without the names of people, and without ideas that are not public any more."""
    found = protocol_out(key, _record)
    if found is None:
        return refusal(404, "Nothing here.", "No public workshop with this key has a released protocol.")
    dated(response)
    return found


@api.get(
    "/threads/{key}", response={200: Provenance, **_REFUSALS}, url_name="thread", operation_id="read_thread",
    summary="Read the golden thread of an item", tags=["threads"],
)  # fmt: skip
def golden_thread(request: HttpRequest, response: HttpResponse, key: Key) -> Any:
    """Where an item came from and what came of it, as W3C PROV-JSON. What is not public is a nameless gap."""
    entry = Entry.objects.visible_to(None).filter(public_id=key).select_related("home").first()
    if entry is None:
        return refusal(404, "Nothing here.", "No item with this key is public.")
    dated(response)
    return Provenance.model_validate(prov_json(thread.walk(entry, None)))


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """What was asked does not hold: each parameter with the reason."""
    assert isinstance(error, ValidationError)  # noqa: S101 – the library's type also allows the class
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return refusal(422, "This cannot be asked.", said)


@api.exception_handler(Unknown)
def _unknown(request: HttpRequest, error: Unknown | type[Unknown]) -> HttpResponse:
    return refusal(422, "This cannot be asked.", str(error))


def _record(public_id: str) -> str:
    return f"{settings.BASE_URL}{reverse('workshops:protocol', args=[public_id])}?format=json"


def addresses() -> list[URLPattern]:
    """The addresses of the API, each with what surrounds it."""
    made, _app, _namespace = api.urls
    return [
        URLPattern(one.pattern, around(one.callback), one.default_args, one.name)
        for one in made
        if isinstance(one, URLPattern) and one.name != "api-root"
    ]
