"""What changes the board, writes down how it was before, undoes it and does it again.

Every change of clusters is one `Change`: of each thing it touches, how it shall be. `carry_out` reads how it is, writes
both as a `BoardStep` and makes it so. To undo is the same the other way round, and only where everything is still as
the step left it: what somebody else has changed since is never undone with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.ideas.writing import recount
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.running import REFUSAL
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import BoardStep, DeclinedSuggestion, Workshop

State: TypeAlias = dict[str, Any]


@dataclass
class Change:
    """How things on the board shall be, by public id: clusters (None for gone), the cluster of ideas ("" for none),
    and by key the ideas of suggestions that are turned down (None for not).
    """

    clusters: dict[str, State | None] = field(default_factory=dict)
    ideas: dict[str, str] = field(default_factory=dict)
    declined: dict[str, list[str] | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """How the things of a change are now. Ideas that were taken off the board are not among them."""

    clusters: dict[str, State | None]
    ideas: dict[str, str]
    declined: dict[str, list[str] | None]


def carry_out(
    workshop: Workshop, actor: Person, verb: str, change: Change, *, seen: int | None = None
) -> BoardStep | None:
    """Make it so and write it down; None where nothing changes. The workshop is locked.

    `seen` is the revision of the board that the actor was looking at: where somebody else has touched the same things
    since, nothing changes and `Invalid` says who did what.
    """
    now = _found(workshop, change)
    pairs = {
        "clusters": _pairs(now.clusters, change.clusters),
        "ideas": _pairs(now.ideas, change.ideas),
        "declined": _pairs(now.declined, change.declined),
    }
    if not any(pairs.values()):
        return None
    if seen is not None:
        _nobody_else(workshop, actor, pairs, seen)
    _make_it_so(workshop, {kind: {name: pair[1] for name, pair in each.items()} for kind, each in pairs.items()})
    number, revision = _next(workshop)
    return BoardStep.objects.create(
        workshop=workshop, number=number, revision=revision, verb=verb, changes=pairs, actor=actor, turned_by=actor
    )


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def undo_step(*, actor: Person, workshop: Workshop, step: BoardStep | None = None) -> BoardStep:
    """Everything this step touched is as before it; without a step, the actor's own last one.

    Records `workshop.step_undone`; undone already, nothing happens. Raises `Invalid` where there is none, and where
    something has been changed since: then nothing is undone, and the message says by whom.
    """
    kept = open_board(workshop)
    chosen = _held_step(kept, step) if step else last_done(kept, actor)
    if chosen is None:
        raise Invalid({"": _("There is nothing of yours to undo.")})
    if not chosen.undone:
        _turn(kept, actor, chosen, undone=True)
        record(events.STEP_UNDONE(kept, actor, step=chosen.number))
    return chosen


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def redo_step(*, actor: Person, workshop: Workshop, step: BoardStep | None = None) -> BoardStep:
    """A step that was undone is made again; without one, the actor's own that was undone last.

    Records `workshop.step_done_again`; not undone, nothing happens. Raises what `undo_step` raises.
    """
    kept = open_board(workshop)
    chosen = _held_step(kept, step) if step else next_undone(kept, actor)
    if chosen is None:
        raise Invalid({"": _("There is nothing of yours to do again.")})
    if chosen.undone:
        _turn(kept, actor, chosen, undone=False)
        record(events.STEP_DONE_AGAIN(kept, actor, step=chosen.number))
    return chosen


def last_done(workshop: Workshop, person: Any) -> BoardStep | None:
    """The step that `undo_step` would undo for this person. One query."""
    return BoardStep.objects.filter(workshop=workshop, actor=person, undone=False).order_by("-number").first()


def next_undone(workshop: Workshop, person: Any) -> BoardStep | None:
    """The step that `redo_step` would do again: the first undone one behind everything done. Two queries."""
    done = last_done(workshop, person)
    undone = BoardStep.objects.filter(
        workshop=workshop, actor=person, undone=True, number__gt=done.number if done else 0
    )
    return undone.order_by("number").first()


def forget_steps(workshop: Workshop) -> None:
    """At the release: what was tried on the way to the clusters is nobody's business any more."""
    BoardStep.objects.filter(workshop=workshop).delete()
    DeclinedSuggestion.objects.filter(workshop=workshop).delete()


def open_board(workshop: Workshop) -> Workshop:
    """The workshop as it is now, held to the end of the transaction. Raises `Invalid` where nothing is clustered."""
    kept = locked(workshop)
    if kept.is_ahead:
        raise Invalid({"": _("The workshop is not running.")})
    if kept.is_released:
        raise Invalid({"": _("The protocol is released.")})
    return kept


def state_of(cluster: Cluster) -> State:
    """Everything by which a cluster can be made again as the same one."""
    return {
        "pk": cluster.pk,
        "title": cluster.title,
        "note": cluster.note,
        "client_id": str(cluster.client_id) if cluster.client_id else None,
    }


# ---------------------------------------------------------------- how it is


def _found(workshop: Workshop, change: Change | Mapping[str, Iterable[str]]) -> Found:
    names = change if isinstance(change, Mapping) else vars(change)
    clusters = {
        one.public_id: state_of(one)
        for one in Cluster.objects.filter(home=workshop.entry, public_id__in=list(names["clusters"]))
    }
    rows = Idea.objects.filter(home=workshop.entry, entry__public_id__in=list(names["ideas"]))
    ideas = dict(rows.values_list("entry__public_id", "cluster__public_id"))
    declined = dict(
        DeclinedSuggestion.objects.filter(workshop=workshop, key__in=list(names["declined"])).values_list(
            "key", "ideas"
        )
    )
    return Found(
        {name: clusters.get(name) for name in names["clusters"]},
        {name: cluster or "" for name, cluster in ideas.items()},
        {key: declined.get(key) for key in names["declined"]},
    )


def _pairs(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Before and after of what changes; what is not there any more stays away."""
    return {
        name: [now[name], value] for name, value in wanted.items() if name in now and not _same(now[name], value)
    }  # fmt: skip


def _same(one: Any, other: Any) -> bool:
    """A cluster is the same with the same name and note; the rest of it never changes."""
    if isinstance(one, dict) and isinstance(other, dict):
        return (one["title"], one["note"]) == (other["title"], other["note"])
    return bool(one == other)


# ---------------------------------------------------------------- how it shall be


def _make_it_so(workshop: Workshop, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """Clusters are made and renamed first, then ideas move, then clusters go; the counters come last."""
    gone = [name for name, state in wanted["clusters"].items() if state is None]
    for name, state in wanted["clusters"].items():
        if state is not None:
            _keep(workshop, name, state)
    known = dict(Cluster.objects.filter(home=workshop.entry).values_list("public_id", "pk"))
    rows = Idea.objects.filter(home=workshop.entry, entry__public_id__in=list(wanted["ideas"]))
    there: dict[str, tuple[int, int | None]] = {
        idea: (key, cluster) for idea, key, cluster in rows.values_list("entry__public_id", "pk", "cluster")
    }
    touched = {cluster for _key, cluster in there.values() if cluster is not None}
    for name in dict.fromkeys(wanted["ideas"].values()):
        if name and name not in known:
            raise Invalid({"cluster": _("This cluster is not there any more.")})
        some = [there[idea][0] for idea, cluster in wanted["ideas"].items() if cluster == name and idea in there]
        Idea.objects.filter(pk__in=some).update(cluster=known.get(name))
    Cluster.objects.filter(home=workshop.entry, public_id__in=gone).delete()
    touched |= {known[name] for name in wanted["ideas"].values() if name}
    recount(Cluster.objects.filter(pk__in=touched))
    for key, ideas in wanted["declined"].items():
        if ideas is None:
            DeclinedSuggestion.objects.filter(workshop=workshop, key=key).delete()
        else:
            DeclinedSuggestion.objects.get_or_create(workshop=workshop, key=key, defaults={"ideas": ideas})


def _keep(workshop: Workshop, name: str, state: State) -> None:
    """A cluster with this name and note; a new one, or one that was gone, as the same it was. Fills in its key."""
    cluster = Cluster.objects.filter(home=workshop.entry, public_id=name).first()
    if cluster is None:
        cluster = Cluster(pk=state.get("pk"), public_id=name, home=workshop.entry, client_id=state.get("client_id"))
    cluster.title, cluster.note = state["title"], state["note"]
    try:
        with transaction.atomic():
            cluster.save(force_insert=cluster._state.adding)  # noqa: SLF001 - as `create` does it
    except IntegrityError:
        message = _("There is a cluster called “%(title)s” already.")
        raise Invalid({"title": message % {"title": cluster.title}}) from None
    state["pk"] = cluster.pk


def _next(workshop: Workshop) -> tuple[int, int]:
    last = BoardStep.objects.filter(workshop=workshop).aggregate(number=Max("number"), revision=Max("revision"))
    return (last["number"] or 0) + 1, (last["revision"] or 0) + 1


def _turn(workshop: Workshop, actor: Person, step: BoardStep, *, undone: bool) -> None:
    """Make what the step touched as it was before it, or after it again, where nobody has changed it meanwhile."""
    expected, wanted = (1, 0) if undone else (0, 1)
    now = _found(workshop, step.changes)
    for kind, pairs in step.changes.items():
        there: dict[str, Any] = getattr(now, kind)
        for name, pair in pairs.items():
            if name in there and not _same(there[name], pair[expected]):
                raise Invalid({"": _changed_since(workshop, step, kind, name, undone=undone)})
    _all_of_it_is_there(workshop, step, expected, wanted)
    _make_it_so(
        workshop,
        {
            kind: {name: pair[wanted] for name, pair in pairs.items() if name in getattr(now, kind)}
            for kind, pairs in step.changes.items()
        },
    )
    step.undone, step.turned_by, step.revision = undone, actor, _next(workshop)[1]
    step.save(update_fields=["undone", "turned_by", "revision"])


def _all_of_it_is_there(workshop: Workshop, step: BoardStep, expected: int, wanted: int) -> None:
    """No cluster goes with ideas in it that the step knows nothing of, and none is needed that is gone."""
    going = [name for name, pair in step.changes["clusters"].items() if pair[wanted] is None and pair[expected]]
    known = list(step.changes["ideas"])
    others = Idea.objects.filter(home=workshop.entry, cluster__public_id__in=going).exclude(entry__public_id__in=known)
    if (one := others.select_related("cluster").first()) and one.cluster:
        message = _("Other ideas lie in “%(title)s” meanwhile. Please move them first.")
        raise Invalid({"": message % {"title": one.cluster.title}})
    needed = {pair[wanted] for pair in step.changes["ideas"].values() if pair[wanted]} - set(step.changes["clusters"])
    there = Cluster.objects.filter(home=workshop.entry, public_id__in=needed).values_list("public_id", flat=True)
    if missing := needed - set(there):
        raise Invalid({"": _changed_since(workshop, step, "clusters", min(missing), undone=wanted == 0)})


def _held_step(workshop: Workshop, step: BoardStep) -> BoardStep | None:
    return BoardStep.objects.filter(workshop=workshop, pk=step.pk).first()


# ---------------------------------------------------------------- two at one board


def _nobody_else(workshop: Workshop, actor: Person, pairs: Mapping[str, Mapping[str, Any]], seen: int) -> None:
    newer = BoardStep.objects.filter(workshop=workshop, revision__gt=seen).exclude(turned_by=actor)
    for step in newer.select_related("turned_by").order_by("-revision"):
        for kind in ("ideas", "clusters"):
            both = [name for name in pairs[kind] if name in step.changes[kind]]
            if both:
                what = names_of(workshop, kind, both[:1], step)[0]
                raise Invalid({"": _meanwhile(step, what, len(both) - 1)})


def _meanwhile(step: BoardStep, what: str, more: int) -> str:
    who = step.turned_by.name if step.turned_by else _("somebody else")
    said = {"who": who, "what": what, "did": did(step)}
    if more > 0:
        text = ngettext(
            "Meanwhile %(who)s has changed “%(what)s” and %(n)s more: %(did)s. Nothing of yours was lost; please look, then send it again.",
            "Meanwhile %(who)s has changed “%(what)s” and %(n)s more: %(did)s. Nothing of yours was lost; please look, then send it again.",
            more,
        )
        return text % {**said, "n": more}
    text = _(
        "Meanwhile %(who)s has changed “%(what)s”: %(did)s. Nothing of yours was lost; please look, then send it again."
    )
    return text % said


def _changed_since(workshop: Workshop, step: BoardStep, kind: str, name: str, *, undone: bool) -> str:
    """Why a step cannot be turned: what touched the same thing after it, and who did that."""
    later = BoardStep.objects.filter(workshop=workshop).exclude(pk=step.pk).select_related("turned_by")
    rows = [one for one in later.order_by("-revision") if name in one.changes[kind] and one.revision > step.revision]
    what = names_of(workshop, kind, [name], rows[0] if rows else step)[0]
    if not rows:
        text = _("“%(what)s” is not as this step left it; nothing was changed.")
        return text % {"what": what}
    who = rows[0].turned_by.name if rows[0].turned_by else _("somebody else")
    text = (
        _(
            "%(who)s has changed “%(what)s” since: %(did)s. Nothing was undone. To go back further, undo that step first."
        )
        if undone
        else _("%(who)s has changed “%(what)s” since: %(did)s. Nothing was changed.")
    )
    return text % {"who": who, "what": what, "did": did(rows[0])}


def did(step: BoardStep) -> str:
    """What a step did, in a few words, with the names it gave: “A late train” into “Evenings”."""
    after = 0 if step.undone else 1
    clusters = [(pair[after] or pair[1 - after] or {}).get("title", "") for pair in step.changes["clusters"].values()]
    names = ", ".join(f"“{title}”" for title in clusters if title)
    number = len(step.changes["ideas"])
    ideas = ngettext("%(n)s idea", "%(n)s ideas", number) % {"n": number} if number else ""
    said = " – ".join(part for part in (str(step.get_verb_display()), names, ideas) if part)
    return _("%(what)s (undone)") % {"what": said} if step.undone else said


def names_of(workshop: Workshop, kind: str, names: Iterable[str], step: BoardStep) -> list[str]:
    """How people call these things: the title of an idea, the name of a cluster."""
    wanted = list(names)
    if kind == "ideas":
        rows = Idea.objects.filter(home=workshop.entry, entry__public_id__in=wanted)
        titles = dict(rows.values_list("entry__public_id", "entry__title"))
        return [titles.get(name, str(_("an idea"))) for name in wanted]
    rows_of = Cluster.objects.filter(home=workshop.entry, public_id__in=wanted).values_list("public_id", "title")
    known = dict(rows_of)
    told = step.changes.get("clusters", {})
    return [
        known.get(name) or next((state["title"] for state in told.get(name, []) if state), str(_("a cluster")))
        for name in wanted
    ]
