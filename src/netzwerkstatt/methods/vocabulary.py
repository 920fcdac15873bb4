"""The words by which methods are sorted: the four questions, the kinds of a workshop's phases, what they ask of people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Goal(models.TextChoices):
    """The first question: I want to …"""

    CLEAR = "clear", _("clarify what it is about")
    UNDERSTAND = "understand", _("understand what is going on")
    HEAR = "hear", _("let people have their say")
    IDEAS = "ideas", _("find ideas")
    DECIDE = "decide", _("choose and decide")
    SETTLE = "settle", _("bring a dispute back to the matter")
    WORK_OUT = "work-out", _("work out a plan")
    LEARN = "learn", _("learn from one another")
    LOOK_BACK = "look-back", _("look back and do better")


class Stage(models.TextChoices):
    """The second question: where in the cycle I am."""

    CLARIFY = "clarify", pgettext_lazy("stage of the work", "clarifying")
    DIAGNOSE = "diagnose", pgettext_lazy("stage of the work", "diagnosis")
    IDEAS = "ideas", pgettext_lazy("stage of the work", "ideas")
    ASSESS = "assess", pgettext_lazy("stage of the work", "choosing")
    PLAN = "plan", pgettext_lazy("stage of the work", "planning")
    TRANSFER = "transfer", pgettext_lazy("stage of the work", "transfer")
    REVIEW = "review", pgettext_lazy("stage of the work", "looking back")


class Group(models.TextChoices):
    """The third question: who takes part."""

    ADMINISTRATION = "administration", _("administration")
    POLITICS = "politics", _("council and mayor")
    EXPERTS = "experts", _("experts")
    CITIZENS = "citizens", _("citizens")
    YOUTH = "youth", _("young people")
    ELDERS = "elders", _("older people")
    QUIET = "quiet", _("people who rarely come")
    BUSINESS = "business", _("businesses and clubs")


class PhaseFit(models.TextChoices):
    """For which kinds of a workshop's phases a method is good."""

    INPUT = "input", pgettext_lazy("kind of phase", "input")
    COLLECT = "collect", pgettext_lazy("kind of phase", "collect")
    CLUSTER = "cluster", pgettext_lazy("kind of phase", "cluster")
    COMMENT = "comment", pgettext_lazy("kind of phase", "discuss")
    QUESTIONS = "questions", pgettext_lazy("kind of phase", "questions and answers")
    DOTS = "dots", pgettext_lazy("kind of phase", "dots")
    RATING = "rating", pgettext_lazy("kind of phase", "rating")
    RANKING = "ranking", pgettext_lazy("kind of phase", "ranking")
    RESISTANCE = "resistance", pgettext_lazy("kind of phase", "resistance")
    DECIDE = "decide", pgettext_lazy("kind of phase", "decide")
    FEEDBACK = "feedback", pgettext_lazy("kind of phase", "feedback")


class Demand(models.TextChoices):
    """What a method asks of everybody, so that it can be left out where somebody cannot do it."""

    MOVE = "move", _("standing and walking")
    READ = "read", _("reading and writing")
    SPEAK = "speak", _("speaking before all")


class Spread(models.TextChoices):
    """Over what its parts are spread, where it is longer than one meeting."""

    DAY = "day", _("days")
    WEEK = "week", _("weeks")


class Conflict(models.IntegerChoices):
    """How much dispute it bears."""

    FRAGILE = 0, _("not where people are at odds")
    BEARS = 1, _("bears different opinions")
    MADE_FOR = 2, _("good where people are at odds")


class Skill(models.IntegerChoices):
    """What whoever facilitates should bring along."""

    ANYONE = 1, _("without practice")
    PRACTISED = 2, _("with some practice")
    TRAINED = 3, _("with training")
