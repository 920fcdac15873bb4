"""The parts pages are made of. `{% load ui %}` is not needed: the library is built in.

Everything a tag is given is escaped, unless it is already a `SafeString`.
Tags that lists call often are plain functions; larger parts have a template in `templates/ui/parts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Final

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from netzwerkstatt.foundation.ui import formatting
from netzwerkstatt.foundation.ui.forms import errors_of, kind_of
from netzwerkstatt.foundation.ui.icons import ASIDE, LOOP, MARK, STAGES, icon_paths, stage_of

register = template.Library()

for _filter in (
    formatting.number,
    formatting.signed,
    formatting.day,
    formatting.weekday,
    formatting.clock,
    formatting.daytime,
    formatting.iso,
    formatting.ago_days,
    formatting.days_left,
    formatting.in_time,
    formatting.initials,
):
    register.filter(_filter.__name__, _filter)

_CURRENT: Final = mark_safe(' aria-current="page"')
STATES: Final = frozenset({"ok", "warn", "danger", "info", "wait", "open", "off", "changed", "minus"})


# ── small marks ─────────────────────────────────────────────────────────────


@lru_cache(maxsize=512)
def _icon(name: str, label: str, extra: str) -> SafeString:
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" {}>{}</svg>', f" {extra}" if extra else "", said, icon_paths(name)
    )


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """One icon of `ui/icons.py`: `{% icon "search" %}`; with `label` it speaks, without it is decoration."""
    return _icon(stage_of(name), str(label), css)


@register.simple_tag
def stage_class(kind: str) -> str:
    """The class that sets the stage's colour on any element: `<li class="{% stage_class entry.kind %}">`."""
    return f"stage--{stage_of(kind)}"


@register.simple_tag
def stage_label(kind: str, text: str = "") -> SafeString:
    """Icon and kind above a title: `{% stage_label "problem" %}`, `{% stage_label entry.kind "Workshop · Draft" %}`."""
    stage = stage_of(kind)
    words = text or STAGES.get(stage) or ASIDE.get(stage) or kind
    return format_html('<span class="stage stage--{}">{}{}</span>', stage, _icon(stage, "", ""), words)


@register.simple_tag
def land_badge(state: Any = None, *, code: str = "", index: int = 0, name: str = "") -> SafeString:
    """Two letters of a Land. Takes an object with `code`, `index` (1, 2, …) and `name`, or the three by name."""
    if state is not None:
        code, index, name = state.code, getattr(state, "index", 0), str(state.name)
    if not code:
        return SafeString()
    return format_html(
        '<abbr class="land{}" title="{}">{}</abbr>', f" land--{index}" if index else "", name or code, code
    )


@register.simple_tag
def theme_badge(theme: Any = None, *, name: str = "", index: int = 0) -> SafeString:
    """A theme with its shape. Takes an object with `name` and `index`, or the two by name."""
    if theme is not None:
        name, index = str(theme.name), getattr(theme, "index", 0)
    return format_html('<span class="theme{}">{}</span>', f" theme--{index}" if index else "", name)


@register.simple_tag
def state_mark(state: str, text: str) -> SafeString:
    """Icon and words, colour third: `{% state_mark "ok" "trägt mit" %}`.

    States: ok, warn, danger, info, wait (a clock), open (not yet), off (a cross), changed, minus (hardly).
    """
    if state not in STATES:
        message = f"unknown state {state!r}"
        raise template.TemplateSyntaxError(message)
    return format_html('<span class="state state--{}">{}{}</span>', state, _icon(state, "", ""), text)


@register.simple_tag
def avatar(name: str) -> SafeString:
    """The round sign with a person's initials; decoration, the name stands beside it."""
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', formatting.initials(str(name)))


@register.simple_tag
def person(name: str, meta: str = "", url: str = "") -> SafeString:
    """A person in a list: initials, name, one line about them. Inside `<ul class="people"><li>`."""
    shown = format_html('<a class="quiet" href="{}">{}</a>', url, name) if url else format_html("{}", name)
    line = format_html('<p class="meta">{}</p>', meta) if meta else ""
    return format_html("{}<div>{}{}</div>", avatar(name), shown, line)


@register.simple_tag
def brand_mark() -> SafeString:
    """The logo's line: three networks on one thread."""
    return format_html('<svg class="mark" viewBox="0 0 110 44" aria-hidden="true"><path d="{}"/></svg>', MARK)


@register.simple_tag
def loop() -> SafeString:
    """The thread's loop, for places that draw it themselves."""
    return format_html('<svg class="loop" viewBox="0 0 112 60" aria-hidden="true"><path d="{}"/></svg>', LOOP)


@register.simple_tag
def meter(value: float, largest: float, label: str = "") -> SafeString:
    """A thin bar, value of largest; the words stand beside it, `label` is read aloud."""
    share = 0.0 if not largest else max(0.0, min(1.0, value / largest))
    return format_html(
        '<svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="meter__track" width="100" height="8"/><rect class="meter__bar" width="{}" height="8"/></svg>',
        label or f"{formatting.number(round(share * 100))} %",
        f"{share * 100:.1f}",
    )


# ── actions ─────────────────────────────────────────────────────────────────

_BUTTONS: Final = frozenset({"primary", "secondary", "tertiary"})


@register.simple_tag
def button(
    label: str,
    url: str = "",
    *,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    formaction: str = "",
    described_by: str = "",
) -> SafeString:
    """A button of the form it stands in, or with `url` a link that looks like one. One primary per page or panel.

    `{% button "Add evidence" url %}` · `{% button "Save" %}` · `{% button "Later" kind="secondary" name="later" %}`
    """
    if kind not in _BUTTONS:
        message = f"unknown kind of button {kind!r}"
        raise template.TemplateSyntaxError(message)
    inside = format_html('{}<span class="kern-label">{}</span>', _icon(icon, "", "") if icon else "", label)
    css = f"kern-btn kern-btn--{kind}"
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', css, url, inside)
    given = (("name", name), ("value", value), ("formaction", formaction), ("aria-describedby", described_by))
    attributes = format_html_join("", ' {}="{}"', (pair for pair in given if pair[1]))
    return format_html('<button class="{}" type="submit"{}>{}</button>', css, attributes, inside)


@register.simple_tag
def more(label: str, url: str, icon: str = "arrow-right") -> SafeString:
    """A quiet link that leads on, icon last; with another icon (plus, download) it stands first."""
    sign = _icon(icon, "", "")
    pattern = '<a class="more" href="{}">{} {}</a>'
    return format_html(pattern, url, *((label, sign) if icon == "arrow-right" else (sign, label)))


@register.simple_tag
def chip(label: str, url: str) -> SafeString:
    """A filter that is set; the link takes it away."""
    return format_html(
        '<a class="chip" href="{}">{}{}<span class="kern-sr-only">{}</span></a>',
        url, label, _icon("close", "", ""), gettext("remove"),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """The hidden CSRF field, for signed-in people only.

    Reading the token would give an anonymous visitor a session and a cookie; their posts are guarded by where the
    request comes from.
    """
    request = getattr(context, "request", None) or context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return SafeString()
    from django.middleware.csrf import get_token

    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


# ── blocks ──────────────────────────────────────────────────────────────────


@register.simple_block_tag
def panel(content: str, title: str = "", *, kind: str = "", id: str = "", level: int = 2) -> SafeString:  # noqa: A002
    """What is to be done, or stands outside the text: `{% panel "What comes next" %}…{% endpanel %}`.

    `kind` is `line` (hairline instead of linen) or `night`; `level` is the heading's.
    """
    heading = format_html('<h{0} class="h-block">{1}</h{0}>', level, title) if title else ""
    return format_html(
        '<div class="panel{}"{}>{}{}</div>',
        f" panel--{kind}" if kind else "",
        format_html(' id="{}"', id) if id else "",
        heading,
        content,
    )


@register.simple_block_tag
def alert(content: str, level: str = "info", title: str = "") -> SafeString:
    """KERN's alert: `{% alert "warning" "Figure changed meanwhile" %}What now.{% endalert %}`.

    Levels: info, success, warning, danger. The title says what happened, one sentence says what now.
    """
    inside = content.strip()
    body = (
        format_html('<div class="kern-alert__body"><p class="kern-body">{}</p></div>', mark_safe(inside))  # noqa: S308
        if inside
        else ""
    )
    return format_html(
        '<div class="kern-alert kern-alert--{0}" role="{1}"><div class="kern-alert__header">'
        '<span class="kern-icon kern-icon--{0}" aria-hidden="true"></span>'
        '<span class="kern-title">{2}</span></div>{3}</div>',
        level,
        "alert" if level == "danger" else "status",
        title,
        body,
    )


@register.simple_block_tag
def data_table(content: str, caption: str, *, stack: bool = False, hide_caption: bool = False) -> SafeString:
    """A table's frame; thead, tbody and tfoot are written inside: `{% data_table "Households" %}…{% enddata_table %}`.

    Classes inside: `r` for figures, `aria-sort` on the sorted head, `<th scope="row">` for the first cell.
    With `stack` each row becomes a block on phones; without, the table scrolls sideways in its own frame.
    """
    return format_html(
        '<div class="table-frame" role="region" aria-label="{0}" tabindex="0"><table class="table{1}">'
        "<caption{2}>{0}</caption>{3}</table></div>",
        caption,
        " table--stack" if stack else "",
        mark_safe(' class="kern-sr-only"') if hide_caption else "",
        content,
    )


@register.simple_block_tag
def list_row(
    content: str, title: str, url: str = "", *, kind: str = "", kind_text: str = "", when: str = "", level: int = 3
) -> SafeString:
    """Kind and date above, statement, one line of meta (the block): an `<li>` for `<ul class="list">`."""
    above = ""
    if kind or when:
        label = stage_label(kind, kind_text) if kind else ""
        date = format_html('<span class="meta">{}</span>', when) if when else ""
        above = format_html('<div class="row list__above">{}{}</div>', label, date)
    words = format_html('<a href="{}">{}</a>', url, title) if url else format_html("{}", title)
    meta = format_html('<div class="meta list__meta">{}</div>', content) if content.strip() else ""
    return format_html("<li>{0}<h{1}>{2}</h{1}>{3}</li>", above, level, words, meta)


# ── larger parts ────────────────────────────────────────────────────────────


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(title: str, text: str = "", action: str = "", url: str = "", level: int = 3) -> dict[str, object]:
    """What belongs here and the one next step: `{% empty_state "No evidence yet" "A figure …" "Find evidence" url %}`."""
    return {"title": title, "text": text, "action": action, "url": url, "level": level}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line under a key figure: `Comparison("Sachsen-Anhalt", "23,4 %")`."""

    name: str
    value: str


@register.inclusion_tag("ui/parts/key_figure.html")
def key_figure(
    label: str,
    value: str,
    unit: str = "",
    *,
    url: str = "",
    note: str = "",
    comparisons: Iterable[Comparison] = (),
) -> dict[str, object]:
    """A figure under a 2 px line: label, large value, what it compares with. Inside `<dl class="key-figures">`."""
    return {"label": label, "value": value, "unit": unit, "url": url, "note": note, "comparisons": comparisons}


@register.inclusion_tag("ui/parts/evidence_small.html")
def evidence_small(
    value: str, claim: str, *, meta: str = "", source: str = "", url: str = "", level: int = 3
) -> dict[str, object]:
    """One large number with its sentence and source, for a problem's or a paragraph's page."""
    return {"value": value, "claim": claim, "meta": meta, "source": source, "url": url, "level": level}


@register.simple_tag
def breadcrumb(*parts: Any) -> SafeString:
    """Where this page lies: `{% breadcrumb "Problems" list_url "Hettstedt" city_url "This one" %}`.

    Pairs of label and address, the last one without address. Or one list of (label, address).
    """
    given = list(parts)
    if len(given) == 1 and not isinstance(given[0], str) and isinstance(given[0], Iterable):
        crumbs = list(given[0])
    else:
        crumbs = list(zip_longest(given[::2], given[1::2], fillvalue=""))
    if len(crumbs) < 2:
        return SafeString()
    steps = (
        format_html('<li><a href="{}">{}</a></li>', url, label)
        if url
        else format_html('<li><span aria-current="page">{}</span></li>', label)
        for label, url in crumbs
    )
    return format_html(
        '<nav class="wrap breadcrumb" aria-label="{}"><ol>{}</ol></nav>',
        gettext("You are here"),
        mark_safe("".join(steps)),  # noqa: S308 - each was put together by format_html
    )


@dataclass(frozen=True, slots=True)
class Tab:
    """One of a few views of the same thing; each has its own address."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@register.simple_tag
def tabs(items: Iterable[Tab], label: str = "") -> SafeString:
    """Views of one thing, as links with the current one underlined."""
    links = (
        format_html(
            '<a href="{}"{}>{}{}</a>',
            tab.url,
            _CURRENT if tab.current else "",
            tab.label,
            "" if tab.count is None else format_html(' <span class="count">{}</span>', tab.count),
        )
        for tab in items
    )
    inside = mark_safe("".join(links))  # noqa: S308 - each was put together by format_html
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label or gettext("Views"), inside)


@dataclass(frozen=True, slots=True)
class Keyset:
    """A part of a long list that is paged by key: addresses of the neighbours, and what is shown in words."""

    before: str = ""
    after: str = ""
    shown: str = ""


def _address(context: Context, number: int) -> str:
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return f"?page={number}"
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any] | Keyset, label: str = "") -> dict[str, object]:
    """Pages of a list: Django's `Page` (numbers) or a `Keyset` (back and on only). Nothing if there is one page."""
    label = label or gettext("Pages")
    if isinstance(page, Keyset):
        return {"before": page.before, "after": page.after, "shown": page.shown, "numbers": [], "label": label}
    if page.paginator.num_pages < 2:
        return {"numbers": [], "before": "", "after": "", "shown": "", "label": label}
    numbers = [
        {"label": n, "url": _address(context, n), "current": n == page.number} if isinstance(n, int) else {"label": ""}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "label": label,
        "numbers": numbers,
        "before": _address(context, page.previous_page_number()) if page.has_previous() else "",
        "after": _address(context, page.next_page_number()) if page.has_next() else "",
        "shown": gettext("%(first)s to %(last)s of %(all)s")
        % {
            "first": formatting.number(page.start_index()),
            "last": formatting.number(page.end_index()),
            "all": formatting.number(page.paginator.count),
        },
    }


@register.simple_tag
def data_list(pairs: Iterable[tuple[Any, Any]]) -> SafeString:
    """Terms and what they are: `[("Venue", "Saigerhütte"), …]` as a quiet description list."""
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", ((term, value) for term, value in pairs))
    return format_html('<dl class="data-list">{}</dl>', rows)


@register.filter
def first_sentence(text: Any) -> str:
    """The first sentence of a message, set in bold: what happened."""
    return str(text).partition(". ")[0].rstrip(".") + "." if ". " in str(text) else str(text)


@register.filter
def other_sentences(text: Any) -> str:
    """What follows the first sentence: what now."""
    return str(text).partition(". ")[2]


# ── forms ───────────────────────────────────────────────────────────────────


@register.simple_tag
def field(bound: BoundField, *, label: str = "", hint: str = "", width: str = "", across: bool = False) -> SafeString:
    """One field as KERN draws it: label, hint, control, errors. `{% field form.minutes width="short" %}`.

    `label` and `hint` replace the form's own; `across` puts the boxes of a group in one line.
    """
    if label:
        bound.label = label
    if hint:
        bound.help_text = hint
    width = width or getattr(bound.form, "widths", {}).get(bound.name, "")
    context = {
        "field": bound,
        "label": bound.label,
        "hint": bound.help_text,
        "errors": bound.errors,
        "optional": not bound.field.required
        and kind_of(bound) != "check"
        and getattr(bound.form, "says_optional", True),
        "described": bound.aria_describedby,
        "width": width,
        "across": across,
    }
    return mark_safe(render_to_string(f"ui/forms/field_{kind_of(bound)}.html", context))  # noqa: S308


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """All fields of a form in their order, the hidden ones last."""
    shown = [field(bound) for bound in form.visible_fields()]
    hidden = [str(bound) for bound in form.hidden_fields()]
    return mark_safe("\n".join([*shown, *hidden]))  # noqa: S308 - rendered by our own templates


@register.simple_tag
def hidden_fields(form: BaseForm) -> SafeString:
    """The hidden fields of a form whose visible ones are placed one by one."""
    return mark_safe("".join(str(bound) for bound in form.hidden_fields()))  # noqa: S308


@register.simple_tag
def error_summary(*forms: BaseForm | BaseFormSet[Any]) -> SafeString:
    """All errors on top, each a link to its field; nothing if there are none. Takes forms and formsets."""
    errors: list[tuple[str, str]] = []
    for form in forms:
        if not form.is_bound:
            continue
        if isinstance(form, BaseFormSet):
            errors += [("", str(error)) for error in form.non_form_errors()]
            for each in form.forms:
                errors += errors_of(each)
        else:
            errors += errors_of(form)
    if not errors:
        return SafeString()
    return mark_safe(render_to_string("ui/forms/error_summary.html", {"errors": errors}))  # noqa: S308
