"""Who may open what: every address for every role, against a table; and what every answer carries."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from netzwerkstatt.config.urls import urlpatterns as ours
from netzwerkstatt.foundation.accounts.models import Session
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.site import handbook
from tests.site_wide.walk import Answer, Walk
from tests.site_wide.world import ELSEWHERE, GUEST, PEOPLE, VISITOR, World, patterns

Response = HttpResponse | Answer

NOT_SIGNED_IN = {VISITOR, GUEST}
EVERYBODY = {*NOT_SIGNED_IN, *PEOPLE}
MEMBERS = set(PEOPLE)
SEE_MOST = (VISITOR, GUEST, Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR, Role.MINISTRY)
HOME = {Role.CITY_MEMBER, Role.CITY_COORDINATOR, Role.MAYOR}
CITIES = HOME | {ELSEWHERE}
PARTNERS = CITIES | {Role.EXPERT, Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR}
EDITORS = {Role.CITY_COORDINATOR, Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR}
KORA = {Role.ALLIANCE_COORDINATOR}
MINISTRY = {Role.MINISTRY}
RELEASERS = {Role.CITY_COORDINATOR, Role.MAYOR}
INVITED = {Role.EXPERT}
MAKERS = {Role.CITY_COORDINATOR, ELSEWHERE, Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR}
RUNNERS = {Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR}
WRITER = {Role.CITY_COORDINATOR}  # a city's draft is seen by its city alone
AUTHOR = {Role.CITY_COORDINATOR}
VOUCHERS = {Role.CITY_COORDINATOR, Role.MAYOR, Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR}
IMPORTERS = EDITORS | {Role.OPERATOR, ELSEWHERE}
OVERSEERS = KORA | AUTHOR | {Role.OPERATOR}  # of an import: who uploaded it, and who answers for the installation
KEEPERS = EDITORS | {Role.MAYOR}  # of what stands under the city

# name of the page: who may read it, and what a GET answers them (405: it only takes posts)
PAGES: dict[str, tuple[set[Any], int]] = {
    "site:setup-alliance": (KORA, 200),
    "site:setup": (KORA, 200),
    "site:setup-remove": (KORA, 405),
    "site:first-administrator": (EVERYBODY, 410),
    "site:start": (EVERYBODY, 200),
    "site:desk": (MEMBERS, 200),
    "site:profile": (MEMBERS, 200),
    "site:people": (PARTNERS, 200),
    "site:person": (PARTNERS, 200),
    "site:organisations": (EVERYBODY, 200),
    "site:organisation": (EVERYBODY, 200),
    "site:new-organisation": (PARTNERS, 200),
    "site:change-organisation": (VOUCHERS, 200),
    "site:name-voice": (VOUCHERS, 200),
    "site:confirm-voice": (MEMBERS, 405),
    "site:end-voice": (MEMBERS, 405),
    "site:cities": (EVERYBODY, 200),
    "site:city": (EVERYBODY, 200),
    "site:contact": (EVERYBODY, 200),
    "feeds:overview": (EVERYBODY, 200),
    "feeds:alliance": (EVERYBODY, 200),
    "feeds:recommendations": (EVERYBODY, 200),
    "feeds:my-calendar": (MEMBERS, 405),
    "feeds:mine": (EVERYBODY, 404),
    "feeds:days": (EVERYBODY, 200),
    "feeds:city": (EVERYBODY, 200),
    "feeds:city-days": (EVERYBODY, 200),
    "feeds:theme": (EVERYBODY, 200),
    "feeds:project": (EVERYBODY, 200),
    "results:now": (EVERYBODY, 302),
    "results:year": (EVERYBODY, 200),
    "results:number": (EVERYBODY, 200),
    "results:csv": (EVERYBODY, 200),
    "results:pdf": (EVERYBODY, 302),
    "results:make-pdf": (MEMBERS, 405),
    "api:docs": (EVERYBODY, 200),
    "api:index": (EVERYBODY, 200),
    "api:openapi": (EVERYBODY, 200),
    "api:networks": (EVERYBODY, 200),
    "api:network": (EVERYBODY, 200),
    "api:cities": (EVERYBODY, 200),
    "api:city": (EVERYBODY, 200),
    "api:themes": (EVERYBODY, 200),
    "api:theme": (EVERYBODY, 200),
    "api:evidence": (EVERYBODY, 200),
    "api:card": (EVERYBODY, 200),
    "api:problems": (EVERYBODY, 200),
    "api:problem": (EVERYBODY, 200),
    "api:workshops": (EVERYBODY, 200),
    "api:workshop": (EVERYBODY, 200),
    "api:protocol": (EVERYBODY, 200),
    "api:ideas": (EVERYBODY, 200),
    "api:idea": (EVERYBODY, 200),
    "api:projects": (EVERYBODY, 200),
    "api:project": (EVERYBODY, 200),
    "api:recommendations": (EVERYBODY, 200),
    "api:recommendation": (EVERYBODY, 200),
    "api:thread": (EVERYBODY, 200),
    "api:nothing": (EVERYBODY, 404),
    "site:handbook": (EVERYBODY, 200),
    "site:handbook-page": (EVERYBODY, 200 if handbook.pages() else 404),
    "site:accessibility": (EVERYBODY, 200),
    "site:privacy": (EVERYBODY, 200),
    "site:imprint": (EVERYBODY, 200),
    "privacy:retention": (EVERYBODY, 200),
    "privacy:my-data": (MEMBERS, 200),
    "privacy:download": (MEMBERS, 200),
    "privacy:leave": (MEMBERS, 200),
    "privacy:leave-code": (MEMBERS, 405),
    "privacy:gone": (EVERYBODY, 200),
    "privacy:audit": ({Role.DATA_PROTECTION}, 200),
    "privacy:audit-csv": ({Role.DATA_PROTECTION}, 302),
    "privacy:redactions": ({Role.DATA_PROTECTION}, 200),
    "privacy:redaction": ({Role.DATA_PROTECTION}, 200),
    "privacy:background": ({Role.OPERATOR}, 200),
    "account_reset_password": (EVERYBODY, 200),
    "account_password_reset_completed": (EVERYBODY, 200),
    "account_inactive": (EVERYBODY, 200),
    "account_change_password": (MEMBERS, 200),
    "account_reauthenticate": (MEMBERS, 200),
    "account_devices": (MEMBERS, 200),
    "mfa_index": (MEMBERS, 200),
    "mfa_list_webauthn": (MEMBERS, 302),
    # who has no second way of signing in has nothing to see or to take away
    "mfa_view_recovery_codes": (MEMBERS, 404),
    "mfa_download_recovery_codes": (MEMBERS, 404),
    "mfa_deactivate_totp": (MEMBERS, 404),
    # no provider is configured
    "openid_connect_login": (EVERYBODY, 404),
    "openid_connect_callback": (EVERYBODY, 404),
    "account_logout": (MEMBERS, 200),
    # for who is not signed in yet; who is goes on to the desk
    "account_login": (NOT_SIGNED_IN, 200),
    "account_signup": (NOT_SIGNED_IN, 200),
    "account_request_login_code": (NOT_SIGNED_IN, 200),
    # steps of a way: without the step before, they lead to its beginning
    "account_confirm_login_code": (set(), 200),
    "account_set_password": (set(), 200),
    "account_confirm_password_reset_code": (set(), 200),
    "account_complete_password_reset": (set(), 200),
    "mfa_authenticate": (set(), 200),
    "mfa_login_webauthn": (set(), 200),
    "mfa_reauthenticate": (set(), 200),
    "mfa_reauthenticate_webauthn": (set(), 200),
    # delicate: they first ask who it is
    "account_address": (set(), 200),
    "account_address_code": (set(), 200),
    "account_remove_password": (set(), 200),
    "mfa_activate_totp": (set(), 200),
    "mfa_add_webauthn": (set(), 200),
    "mfa_edit_webauthn": (set(), 200),
    "mfa_remove_webauthn": (set(), 200),
    "mfa_generate_recovery_codes": (set(), 200),
    "ui:language": (EVERYBODY, 405),
    "ui:appearance": (EVERYBODY, 405),
    "notifications:letter": (EVERYBODY, 410),
    "notifications:stop": (EVERYBODY, 410),
    "notifications:list": (MEMBERS, 200),
    "notifications:open": (INVITED, 302),
    "notifications:read": (MEMBERS, 405),
    "notifications:read-all": (MEMBERS, 405),
    "notifications:settings": (MEMBERS, 200),
    "notifications:confirm-address": (MEMBERS, 405),
    "notifications:unreachable": (EDITORS | {ELSEWHERE, Role.OPERATOR}, 200),
    "notifications:correct-address": (KORA | {Role.OPERATOR}, 200),
    "notifications:following": (MEMBERS, 200),
    "notifications:follow": (MEMBERS, 405),
    "entries:permanent": (EVERYBODY, 302),
    "entries:thread": (EVERYBODY, 200),
    "entries:prov": (EVERYBODY, 200),
    "entries:audience": ({Role.CITY_COORDINATOR, Role.MAYOR, Role.NETWORK_COORDINATOR}, 200),
    "entries:show": (MEMBERS, 405),
    "entries:stop-showing": (MEMBERS, 405),
    "versions:versions": (EVERYBODY, 200),
    "versions:delete": ({Role.CITY_COORDINATOR, Role.MAYOR}, 200),
    "moderation:report": (EVERYBODY, 200),
    "moderation:queue": (EDITORS | {ELSEWHERE}, 200),
    "moderation:case": (EDITORS, 200),
    "moderation:own": ({Role.CITY_COORDINATOR}, 200),
    "commitments:list": (PARTNERS, 200),
    "commitments:csv": (PARTNERS, 200),
    "commitments:new": (PARTNERS, 200),
    "commitments:commitment": (PARTNERS, 200),
    "commitments:accept": (PARTNERS, 405),
    "commitments:hand-back": (INVITED, 200),
    "commitments:done": (HOME | INVITED | EDITORS, 200),
    "commitments:postpone": (HOME | INVITED | EDITORS, 200),
    "commitments:drop": (HOME | INVITED | EDITORS, 200),
    "commitments:resume": (HOME | INVITED | EDITORS, 200),
    "commitments:reword": (HOME | EDITORS, 200),
    "commitments:entrust": (HOME | EDITORS, 200),
    "comments:discussion": (EVERYBODY, 200),
    "comments:comment": (EVERYBODY, 200),
    "comments:write": (MEMBERS, 200),
    "comments:answer": (MEMBERS, 200),
    "comments:edit": (AUTHOR, 200),
    "comments:note": (AUTHOR, 200),
    "comments:delete": (AUTHOR, 200),
    "attachments:add": (HOME, 200),
    "attachments:file": (EVERYBODY, 200),
    "attachments:small": (EVERYBODY, 200),
    "attachments:describe": (HOME, 200),
    "attachments:remove": (HOME, 200),
    "methods:toolbox": (EVERYBODY, 200),
    "methods:method": (EVERYBODY, 200),
    "methods:sheet": (EVERYBODY, 200),
    "methods:sheet-pdf": (EVERYBODY, 302),
    "methods:sheet-docx": (EVERYBODY, 302),
    "methods:sheet-files": (MEMBERS, 405),
    "methods:new": (PARTNERS, 200),
    "methods:edit": (KEEPERS, 200),
    "methods:archive": (PARTNERS, 405),
    "methods:restore": (PARTNERS, 405),
    "methods:record-use": (PARTNERS, 200),
    "methods:change-use": (AUTHOR, 200),
    "methods:take-back-use": (PARTNERS, 405),
    "evidence:list": (EVERYBODY, 200),
    "evidence:file": (EVERYBODY, 200),
    "evidence:card": (EVERYBODY, 200),
    "documents:pdf": (EVERYBODY, 302),
    "documents:docx": (EVERYBODY, 302),
    "documents:make": (EVERYBODY, 405),
    "evidence:csv": (EVERYBODY, 200),
    "evidence:data": (EVERYBODY, 200),
    "evidence:dataset": (EVERYBODY, 200),
    "evidence:dataset_csv": (EVERYBODY, 200),
    "evidence:indicators": (EVERYBODY, 200),
    "evidence:from_store": (PARTNERS, 200),
    "evidence:imports": (IMPORTERS, 200),
    "evidence:register": (KORA | RELEASERS | {ELSEWHERE}, 200),
    "evidence:import": (OVERSEERS, 200),
    "evidence:import_progress": (OVERSEERS, 200),
    "evidence:import_columns": (OVERSEERS, 200),
    "evidence:import_confirm": (IMPORTERS | {Role.MAYOR}, 405),
    "evidence:import_give_up": (IMPORTERS | {Role.MAYOR}, 405),
    "evidence:upload": (PARTNERS, 200),
    "evidence:choose": (PARTNERS, 200),
    "evidence:claim": (PARTNERS, 200),
    "evidence:places": (EVERYBODY, 200),
    "evidence:profile": (EVERYBODY, 200),
    "evidence:profile-charts": (EVERYBODY, 200),
    "evidence:profile-chart": (EVERYBODY, 200),
    "evidence:project": (PARTNERS, 405),
    "evidence:profile-document": (EVERYBODY, 405),
    "evidence:profile-file": (EVERYBODY, 302),
    "evidence:what-if": (EVERYBODY, 200),
    "evidence:what-if-picture": (EVERYBODY, 200),
    "evidence:what-if-file": (EVERYBODY, 200),
    "evidence:keep-scenario": (PARTNERS, 200),
    "evidence:keep-computed": (PARTNERS, 405),
    "evidence:compare": (EVERYBODY, 200),
    "evidence:compare-file": (EVERYBODY, 404),
    "evidence:keep-card": (PARTNERS, 405),
    "evidence:map": (EVERYBODY, 200),
    "evidence:map-file": (EVERYBODY, 200),
    "evidence:outlines": (IMPORTERS, 200),
    "evidence:outlines-remove": (IMPORTERS, 405),
    "evidence:borders": (EVERYBODY, 200),
    "evidence:borders-list": (IMPORTERS, 200),
    "evidence:borders-note": (IMPORTERS, 200),
    "evidence:beside": (EVERYBODY, 200),
    "evidence:scenario": (EVERYBODY, 200),
    "problems:list": (EVERYBODY, 200),
    "problems:problem": (EVERYBODY, 200),
    "problems:new": (CITIES, 200),
    "problems:change": (HOME, 200),
    "problems:support": (HOME, 200),
    "problems:discuss": (HOME, 200),
    "problems:discuss-in": (CITIES, 200),
    "search:library": (EVERYBODY, 200),
    "ideas:pool": (EVERYBODY, 200),
    "ideas:idea": (EVERYBODY, 200),
    "ideas:up-vote": (MEMBERS, 405),
    "inquiries:list": (EVERYBODY, 200),
    "inquiries:new": (CITIES, 200),
    "inquiries:inquiry": (PARTNERS, 200),
    "inquiries:give-answer": ({ELSEWHERE}, 200),
    "inquiries:nothing": (CITIES, 405),
    "inquiries:answer": (PARTNERS, 200),
    "inquiries:change-answer": ({ELSEWHERE}, 200),
    "inquiries:sum-up": (HOME, 200),
    "inquiries:close": (CITIES, 405),
    "inquiries:experience": (EVERYBODY, 200),
    "inquiries:change-experience": (HOME, 200),
    "workshops:list": (EVERYBODY, 200),
    "workshops:workshop": (EVERYBODY, 200),
    "workshops:ideas": (EVERYBODY, 200),
    "workshops:protocol": (EVERYBODY, 200),
    "workshops:protocol-pdf": (EVERYBODY, 200),
    "workshops:protocol-docx": (EVERYBODY, 200),
    "workshops:protocol-files": (MEMBERS, 405),
    "workshops:protocol-csv": (EVERYBODY, 200),
    "workshops:protocol-json": (EVERYBODY, 200),
    "workshops:correct": (HOME, 200),
    "workshops:request": (HOME, 200),
    "workshops:from-ideas": (CITIES, 200),
    "workshops:plan": (HOME, 200),
    "workshops:plan-phase": (MEMBERS, 405),
    "workshops:use-preset": (MEMBERS, 405),
    "workshops:keep-preset": (HOME, 200),
    "workshops:sheet": (HOME, 200),
    "workshops:people": (HOME, 200),
    "workshops:calendar": (EVERYBODY, 200),
    "workshops:consent": (EVERYBODY, 200),
    "workshops:consent-texts": (KORA, 200),
    "workshops:say-consent": (MEMBERS, 405),
    "workshops:echo": (HOME, 200),
    "workshops:presets": (PARTNERS, 200),
    "workshops:preset": (PARTNERS, 200),
    "workshops:meeting": (CITIES, 200),
    "workshops:phase-page": (EVERYBODY, 200),
    "workshops:notes": (MEMBERS, 405),
    "workshops:agree": (MEMBERS, 405),
    "workshops:experts": (CITIES | {Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR}, 200),
    "workshops:time": (PARTNERS, 200),
    "workshops:back": (PARTNERS, 405),
    "workshops:invite": (MEMBERS, 405),
    "workshops:answer-invitation": (MEMBERS, 405),
    "workshops:start": (MEMBERS, 405),
    "workshops:print": (HOME, 200),
    "workshops:console": (HOME, 200),
    "workshops:wall": (HOME, 200),
    "workshops:live": (HOME | {GUEST, Role.EXPERT}, 200),  # she writes for a table
    "workshops:room": (MEMBERS, 405),
    "workshops:console-ideas": (MEMBERS, 405),
    "workshops:rehearsal": (MEMBERS, 405),
    "workshops:lend": (HOME, 200),
    "workshops:lent-package": (HOME, 200),
    "workshops:give-back": (set(), 404),  # only on a room server: tests/workshops/test_room_server.py
    "workshops:given-back-package": (set(), 404),
    "workshops:room-sign-in": (EVERYBODY, 404),
    "workshops:phase": (MEMBERS, 405),
    "workshops:clusters": (MEMBERS, 405),
    "workshops:board": (HOME, 200),
    "workshops:steps": (HOME, 200),
    "workshops:tables": (HOME, 200),
    "workshops:cards": (HOME, 200),
    "workshops:sit-down": (EVERYBODY, 200),
    "workshops:table": (HOME | INVITED, 200),
    "workshops:paper": (HOME | INVITED, 200),
    "workshops:sheet-words": (HOME | INVITED, 200),
    "workshops:sheet-photo": (HOME | INVITED, 200),
    "workshops:suggestions": (HOME, 200),
    "workshops:choose": (HOME, 200),
    "workshops:release": (HOME, 200),
    "workshops:record": (HOME, 200),
    "workshops:taken-back": (HOME, 200),
    "workshops:join": (EVERYBODY, 200),
    "workshops:take-part": ({GUEST}, 200),
    "workshops:dots": (EVERYBODY, 405),
    "projects:list": (EVERYBODY, 200),
    "projects:project": (EVERYBODY, 200),
    "projects:new": (CITIES, 200),
    "projects:change": (HOME, 200),
    "projects:add-partner": (HOME, 200),
    "projects:answer-partnership": (MEMBERS, 405),
    "projects:finish-first-step": (MEMBERS, 405),
    "projects:stage": (HOME, 200),
    "projects:add-line": (HOME, 200),
    "projects:change-line": (HOME, 200),
    "projects:remove-line": (MEMBERS, 405),
    "projects:finish-step": (MEMBERS, 405),
    "projects:offer-help": (EVERYBODY, 200),
    "projects:new-sketch": (PARTNERS, 200),
    "projects:blank-sketch": (PARTNERS, 200),
    "projects:sketch": (PARTNERS, 200),
    "projects:edit-sketch": (PARTNERS, 200),
    "projects:found-sketch": (PARTNERS, 405),
    "projects:papers": (HOME, 200),
    "projects:paper": (MEMBERS, 405),
    "projects:paper-pdf": (HOME, 302),
    "projects:paper-docx": (HOME, 302),
    "projects:profile": (EVERYBODY, 200),
    "projects:profile-pdf": (EVERYBODY, 200),
    "projects:profile-docx": (EVERYBODY, 200),
    "projects:profile-files": (MEMBERS, 405),
    "projects:profile-edit": (HOME, 200),
    "projects:profile-block": (HOME, 200),
    "projects:profile-propose": (MEMBERS, 405),
    "projects:profile-release": (MEMBERS, 405),
    "projects:profile-confirm": (MEMBERS, 405),
    "projects:profile-second-pair": (MEMBERS, 405),
    "projects:answer-help": (HOME, 200),
    "projects:withdraw-help": (MEMBERS, 405),
    "recommendations:list": (EVERYBODY, 200),
    "recommendations:answer": (EVERYBODY, 200),
    "recommendations:answer-pdf": (EVERYBODY, 200),
    "recommendations:answer-docx": (EVERYBODY, 200),
    "recommendations:answer-files": (MEMBERS, 405),
    "recommendations:short": (EVERYBODY, 302),
    "recommendations:recommendation": (EVERYBODY, 200),
    "recommendations:json": (EVERYBODY, 200),
    "recommendations:pdf": (EVERYBODY, 200),
    "recommendations:docx": (EVERYBODY, 200),
    "recommendations:new": (PARTNERS, 200),
    "recommendations:retry-pdf": (MEMBERS, 405),
    "recommendations:resistance": (PARTNERS, 200),
    "recommendations:resistance-measure": (MEMBERS, 405),
    "recommendations:resistance-take-back": (PARTNERS, 405),
    "recommendations:resistance-close": (MEMBERS, 405),
    "recommendations:resistance-csv": (PARTNERS, 200),
    "recommendations:resistance-json": (PARTNERS, 200),
    "recommendations:edit": (EDITORS, 200),
    "recommendations:retitle": (EDITORS, 200),
    "recommendations:sources": (EDITORS, 200),
    "recommendations:add-paragraph": (EDITORS, 200),
    "recommendations:rewrite-paragraph": (EDITORS, 200),
    "recommendations:remove-paragraph": (EDITORS, 200),
    "recommendations:move-paragraph": (MEMBERS, 405),
    "recommendations:versions": (PARTNERS, 200),
    "recommendations:who-writes": (EDITORS, 200),
    "recommendations:amendments": (PARTNERS, 200),
    "recommendations:offer-amendment": (PARTNERS, 200),
    "recommendations:synopsis": (PARTNERS, 200),
    "recommendations:amendment": (PARTNERS, 200),
    "recommendations:decide-amendment": (PARTNERS, 405),
    "recommendations:withdraw-amendment": (PARTNERS, 405),
    "recommendations:address": (EDITORS, 200),
    "recommendations:withdraw-address": (MEMBERS, 405),
    "recommendations:release": (KORA, 200),
    "recommendations:give-answer": (MINISTRY, 200),
    "surveys:list": (EVERYBODY, 200),
    "surveys:new": (MAKERS, 200),
    "surveys:survey": (EVERYBODY, 200),
    "surveys:edit": (WRITER, 200),
    "surveys:describe": (WRITER, 200),
    "surveys:section": (WRITER, 200),
    "surveys:question": (WRITER, 200),
    "surveys:arrange": (MEMBERS, 405),
    "surveys:preview": (WRITER, 200),
    "surveys:print": (WRITER, 200),
    "surveys:type-in": (RUNNERS, 200),
    "surveys:copy": (MEMBERS, 405),
    "surveys:open": (MEMBERS, 405),
    "surveys:close": (MEMBERS, 405),
    "surveys:begin": (EVERYBODY, 405),
    "surveys:resume": (EVERYBODY, 200),
    # without a sheet it leads to the survey's page
    "surveys:answer": (set(), 200),
    "surveys:leave": (EVERYBODY, 405),
    "surveys:results": (EVERYBODY, 200),
    "surveys:csv": (RUNNERS, 200),
    "surveys:xlsx": (RUNNERS, 200),
}

# Whose post is heard where it is not the same as who may read. Everybody else is refused before anything is looked at.
WRITERS: dict[str, set[Any]] = {
    "methods:archive": KEEPERS,
    "methods:restore": KEEPERS,
    "methods:take-back-use": AUTHOR,
    "surveys:arrange": WRITER,
    "surveys:copy": MAKERS,
    "surveys:open": WRITER,
    "surveys:close": RUNNERS,
    "workshops:plan-phase": HOME,
    "workshops:use-preset": HOME,
    "workshops:notes": HOME,
    "workshops:agree": HOME,
    "workshops:invite": HOME,
    "workshops:say-consent": HOME | INVITED,
    "workshops:answer-invitation": INVITED,
    "workshops:start": HOME,
    "workshops:phase": HOME,
    "workshops:room": HOME,
    "workshops:console-ideas": HOME,
    "workshops:rehearsal": HOME,
    "workshops:clusters": HOME,
    "notifications:read": INVITED,
    "site:confirm-voice": INVITED,
    "site:end-voice": VOUCHERS | INVITED,
    "commitments:accept": INVITED,
    "projects:answer-partnership": set(),
    "projects:finish-first-step": HOME,
    "projects:remove-line": HOME,
    "projects:finish-step": HOME,
    "projects:offer-help": EVERYBODY,
    "projects:found-sketch": HOME,
    "projects:profile-files": HOME,
    "projects:paper": HOME,
    "projects:profile-block": HOME,
    "projects:profile-propose": HOME,
    "projects:profile-release": RELEASERS,
    "projects:profile-confirm": HOME,
    "projects:profile-second-pair": RELEASERS,
    "projects:answer-help": HOME,
    "projects:withdraw-help": INVITED,
    "recommendations:resistance-measure": EDITORS,
    "recommendations:resistance-close": EDITORS,
    "recommendations:withdraw-address": EDITORS,
    "recommendations:retry-pdf": EDITORS,
    "recommendations:move-paragraph": EDITORS,
    "recommendations:answer-files": {Role.MINISTRY, Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR},
    "recommendations:decide-amendment": EDITORS,
    "recommendations:withdraw-amendment": {Role.CITY_COORDINATOR},
}

# Mail programs post there by themselves (RFC 8058); the signature in the address is the permission.
FROM_ANYWHERE = {"notifications:stop"}

# Only there where a setting switches them on.
SWITCHED = {"notifications:outbox", "ui:components", "demo"}

# They lead somewhere else instead of refusing: to the step before, to the code, to the desk.
LEAD_ON = {name for name in PAGES if name.startswith(("account_", "mfa_"))} | {"workshops:take-part", "surveys:answer"}


def test_every_address_stands_in_the_table_and_every_view_names_its_rule():
    names = [name for name, _pattern in patterns()]
    assert set(names) - SWITCHED == set(PAGES)
    assert len(names) == len(set(names))
    without = [name for name, pattern in patterns() if getattr(pattern.callback, "access", None) is None]
    assert not without


@pytest.mark.once  # on the second one test_input.py opens every page
def test_a_page_opens_for_whom_it_is_meant_and_for_nobody_else(walk: Walk):
    wrong = []
    for number, (name, (meant, answer)) in enumerate(PAGES.items()):
        for who in _askers(meant, number):
            response = walk.get(who, name)
            if not _is_right(name, response, meant, answer, who):
                wrong.append(_seen(who, name, response))
    assert not wrong


def _askers(meant: set[Any], number: int) -> list[Any]:
    """Everybody; where nobody is refused those who see most, and of the others two in turn."""
    if meant != EVERYBODY:
        return list(EVERYBODY)
    others = sorted(EVERYBODY - set(SEE_MOST))
    return [*SEE_MOST, *(others[(2 * number + turn) % len(others)] for turn in (0, 1))]


def _is_right(name: str, response: Response, meant: set[Any], answer: int, who: str) -> bool:
    if who in meant:
        return response.status_code == answer
    if name == "workshops:live":  # a program asks, not a person
        return response.status_code == 404
    if name in LEAD_ON:
        return response.status_code == 302
    if who in NOT_SIGNED_IN:
        return _asks_to_sign_in(response)
    return response.status_code in {403, 404}


def _asks_to_sign_in(response: Response) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login"))


ONLY_SHOWN = {"workshops:wall", "workshops:live"}
"""Opened by a key or a code; a post has nothing to do there, whoever sends it."""


@pytest.mark.once
def test_a_post_is_refused_from_whom_the_page_is_not_meant(world: World):
    wrong = []
    for who in EVERYBODY:
        client = world.client(who)
        for name, (readers, _answer) in PAGES.items():
            if who in WRITERS.get(name, readers) or name in LEAD_ON:
                continue
            response = client.post(world.url(name))
            asks = who in NOT_SIGNED_IN and name not in ONLY_SHOWN
            fine = _asks_to_sign_in(response) if asks else response.status_code in {403, 404, 405}
            if not fine:
                wrong.append(_seen(who, name, response))
    assert not wrong


def _seen(who: str, name: str, response: Response) -> str:
    return f"{who} at {name}: {response.status_code} {response.headers.get('Location', '')}"


@pytest.mark.once
def test_a_view_without_a_rule_is_closed_to_everybody(world: World, settings: Any):
    settings.ROOT_URLCONF = __name__
    for who in (VISITOR, Role.ALLIANCE_COORDINATOR):
        assert world.client(who).get("/no-rule").status_code == 403


urlpatterns = [*ours, path("no-rule", lambda request: HttpResponse("open"), name="no-rule")]


# ---------------------------------------------------------------- what every answer carries


@pytest.mark.once
def test_reading_sets_no_cookie_and_keeps_no_session(world: World):
    before = Session.objects.count()
    for name in PAGES:
        response = Client().get(world.url(name))
        assert not response.cookies, name
        assert "Set-Cookie" not in response.headers, name
    assert Session.objects.count() == before


@pytest.mark.once
def test_every_answer_is_strict_and_holds_nothing_inline(walk: Walk):
    faults = []
    for who in SEE_MOST:
        nowhere = walk.client(who).get("/there-is-no-such-page")
        answers = {name: walk.get(who, name) for name in PAGES} | {"404": nowhere}
        assert answers["404"].status_code == 404
        for name, response in answers.items():
            faults += [f"{who} at {name}: {fault}" for fault in _loose_headers(response) + _loose_markup(response, who)]
    assert not faults


EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ALLOWED = {"'none'", "'self'", "data:"}


def _loose_headers(response: Response) -> list[str]:
    faults = [
        f"{name}: {response.headers.get(name)}"
        for name, value in EXACTLY.items()
        if response.headers.get(name) != value
    ]
    policy = dict(part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";"))
    faults += [f"{name} {value}" for name, value in policy.items() if not set(value.split()) <= ALLOWED]
    for name, value in (("default-src", "'none'"), ("frame-ancestors", "'none'"), ("base-uri", "'none'")):
        if policy.get(name) != value:
            faults.append(f"{name} {policy.get(name)}")
    return faults + [f"{name} data:" for name, value in policy.items() if "data:" in value and name != "img-src"]


class Markup(HTMLParser):
    """Finds what a strict policy would block, and forms without their token."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.posting = self.tokens = 0
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.script = tag == "script"
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.faults.append(f"inline {tag} {given}")
        self.faults += [f"{tag} {name}" for name in given if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            if given.get(name, "").strip().lower().startswith(("javascript:", "data:", "vbscript:")):
                self.faults.append(f"{tag} {name}={given[name]}")
        self.posting += tag == "form" and given.get("method", "").lower() == "post"
        self.tokens += given.get("name") == "csrfmiddlewaretoken" and bool(given.get("value"))

    def handle_data(self, data: str) -> None:
        if self.script and data.strip():
            self.faults.append("script with text")

    def handle_endtag(self, tag: str) -> None:
        self.script = False


def _loose_markup(response: Any, who: str) -> list[str]:
    if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
        return []
    markup = Markup()
    markup.feed(response.content.decode())
    wanted = 0 if who in NOT_SIGNED_IN else markup.posting
    if markup.tokens != wanted:
        markup.faults.append(f"{markup.posting} posting forms, {markup.tokens} tokens")
    return markup.faults


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {},
]


@pytest.mark.once
def test_a_post_from_elsewhere_is_refused_on_every_address(world: World):
    """From everywhere with one role's cookies, and with those of the others from one place after the other."""
    roles = [(Role.CITY_COORDINATOR, True), (VISITOR, False), (GUEST, False), (Role.ALLIANCE_COORDINATOR, False)]
    heard = [
        f"{who} at {name} {headers}: {response.status_code}"
        for turn, (who, all_of_them) in enumerate(roles)
        for client in [_strict(world, who)]
        for number, name in enumerate(PAGES.keys() - FROM_ANYWHERE, start=turn)
        for headers in (FOREIGN if all_of_them else [FOREIGN[number % len(FOREIGN)]])
        if (response := client.post(world.url(name), headers=headers)).status_code != 403
    ]
    assert not heard


@pytest.mark.once
def test_a_post_of_a_signed_in_person_without_token_is_refused_on_every_address(world: World):
    heard = [
        f"{who} at {name}: {response.status_code}"
        for who in (Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR)
        for client in [_strict(world, who)]
        for name in PAGES.keys() - FROM_ANYWHERE
        if (response := client.post(world.url(name), headers={"Sec-Fetch-Site": "same-origin"})).status_code != 403
    ]
    assert not heard


def _strict(world: World, who: str) -> Client:
    """The role's browser, with every check that real ones meet."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.client(who).cookies
    return client
