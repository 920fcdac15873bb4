"""The way into the API: what it holds, its description for programs, and a page for people."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translated
from django.views.decorators.http import require_safe
from pydantic import BaseModel

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.site.api.around import around, refusal
from netzwerkstatt.site.api.building import ROOT, api
from netzwerkstatt.site.api.collections import COLLECTIONS
from netzwerkstatt.site.api.licence import data_licence


@around
def index(request: HttpRequest) -> HttpResponse:
    """What there is. One query."""
    alliance, licence = the_alliance(), data_licence()
    return JsonResponse(
        {
            "alliance": alliance.name if alliance else None,
            "licence": {"key": licence.key, "name": licence.name, "url": licence.url} if licence else None,
            "collections": {one.path: f"{settings.BASE_URL}{ROOT}{one.path}" for one in COLLECTIONS},
            "thread": f"{settings.BASE_URL}{ROOT}threads/{{key}}",
            "protocol": f"{settings.BASE_URL}{ROOT}workshops/{{key}}/protocol",
            "description": f"{settings.BASE_URL}{reverse('api:openapi')}",
            "documentation": f"{settings.BASE_URL}{reverse('api:docs')}",
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


@around
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs (OpenAPI 3.1)."""
    return HttpResponse(_openapi(), content_type="application/json; charset=utf-8")


@around
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address below the API."""
    return refusal(404, "Nothing here.", f"What there is stands at {settings.BASE_URL}{ROOT}")


@access(everyone)
@require_safe
def docs(request: ViewerRequest) -> HttpResponse:
    """What programs can read here, in words for people."""
    collections = [
        {
            "path": f"{ROOT}{one.path}",
            "name": one.path,
            "label": one.label,
            "about": one.about,
            "fields": _fields(one.schema),
        }
        for one in COLLECTIONS
    ]
    context = {"collections": collections, "licence": data_licence(), "root": ROOT, "base": settings.BASE_URL}
    return render(request, "site/api.html", context)


def _fields(schema: type[BaseModel], before: str = "") -> list[tuple[str, str]]:
    """The fields of a kind in their order with what each means, each followed by those within it."""
    found = []
    for name, field in schema.model_fields.items():
        found.append((before + name, translated(field.description or "")))
        for within in _within(field.annotation):
            found += _fields(within, f"{before}{name}.")
    return found


def _within(annotation: Any) -> list[type[BaseModel]]:
    """The kinds that a type is made of: `list[FigureOut]` is made of `FigureOut`."""
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [within for part in get_args(annotation) for within in _within(part)]


@cache
def _openapi() -> bytes:
    described = dict(api.get_openapi_schema(path_prefix=ROOT))
    described["servers"] = [{"url": settings.BASE_URL}]
    if licence := data_licence():
        described["info"]["license"] = {"name": licence.name, "url": licence.url}
    return json.dumps(described, ensure_ascii=False, indent=2).encode()
