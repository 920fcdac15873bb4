"""Stories that have only begun: a workshop that runs today, one that is planned, a problem without a figure."""

from __future__ import annotations

from datetime import time

from netzwerkstatt.problems import actions as problems
from netzwerkstatt.problems.actions import Tried
from netzwerkstatt.problems.models import Verdict
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import telling
from netzwerkstatt.site.demo.stories.telling import LATEST, TIME_SERIES, ago, on
from netzwerkstatt.workshops import actions as workshops

SMALL_DISTRICTS = [
    "Kita und Tagespflege unter einem Dach, gleicher Eingang, gemeinsamer Garten.",
    "Gruppen über zwei Orte hinweg mischen und die Kinder fahren statt das Haus schließen.",
    "Leere Gruppenräume vormittags Kita, nachmittags Musikschule.",
    "Erzieherinnen fest bei der Stadt anstellen, nicht beim einzelnen Haus.",
    "Eltern früh sagen, welche Häuser sicher bleiben.",
    "Betriebe im Gewerbegebiet zahlen Belegplätze.",
    "Waldgruppe statt Anbau.",
]


def tell(cast: Cast) -> None:
    """Bautzen is in the middle of a workshop, Görlitz invites, Saalfeld has only named its problem."""
    _hettstedt(cast)
    _bautzen(cast)
    _goerlitz(cast)
    _saalfeld(cast)


def _hettstedt(cast: Cast) -> None:
    jana, hettstedt = cast.people["jana.wernicke"], cast.cities["15087220"]
    with on(ago(9), 11):
        problems.name_problem(
            actor=jana, city=hettstedt, statement="Im Verein will niemand mehr Verantwortung übernehmen",
            affected="Vereine, deren Vorstände über 70 sind, und alle, die sonst keinen Ort für den Abend haben.",
            tried=[Tried("Ehrenamtskarte", "wird gern genommen, bringt aber niemanden in den Vorstand", Verdict.HARDLY)],
            themes=[cast.themes[1]],
        )  # fmt: skip
    with on(ago(4), 9):
        lonely = problems.name_problem(
            actor=jana, city=hettstedt, statement="Nach 18 Uhr ist die Innenstadt leer",
            affected="Junge Leute ohne Auto, Gaststätten, die nur noch mittags öffnen.", themes=[cast.themes[2]],
        )  # fmt: skip
        workshops.request_workshop(
            actor=jana, problem=lonely, title="Ein Abend in der Stadt", question="Wofür würden Sie abends bleiben?"
        )


def _bautzen(cast: Cast) -> None:
    hanka, bautzen = cast.people["hanka.noack"], cast.cities["14625020"]
    lines = (7, 11, 15, 19, 23, 27)
    with on(ago(58), 9):
        card = telling.card(
            hanka, TIME_SERIES, [f"{line}:{column}" for column in (21, 4) for line in lines],
            "Unter Dreijährige im Landkreis Bautzen: erst mehr, seit 2016 jedes Jahr weniger",
            city=bautzen, themes=[cast.themes[2]],
        )  # fmt: skip
        problem = problems.name_problem(
            actor=hanka, city=bautzen, statement="Weniger Kinder, gleich viele Häuser: Welche Kita trägt sich noch?",
            affected=(
                "Familien in den Ortsteilen, Erzieherinnen und Erzieher in halb vollen Häusern, Träger, die jedes Jahr neu "
                "rechnen. Niemand möchte das Haus schließen, das als letztes im Ort Licht hat."
            ),
            tried=[
                Tried("Gruppen zusammenlegen", "hilft ein Jahr, dann fehlen wieder Kinder", Verdict.HARDLY),
                Tried("Tagespflege fördern", "wenige fanden Räume", Verdict.STOPPED),
            ],
            themes=[cast.themes[2]],
        )  # fmt: skip
        problems.support_with_evidence(actor=hanka, problem=problem, card=card)
        workshop = workshops.request_workshop(
            actor=hanka, problem=problem, title="Ein Haus, viele Alter",
            question="Was kann ein Haus noch sein, wenn es als Kita zu groß ist?",
        )  # fmt: skip
    with on(ago(40), 10):
        workshops.plan_workshop(
            actor=hanka, workshop=workshop, day=ago(0), begins=time(9, 0), place="Steinhaus, großer Saal",
            facilitator=cast.people["paul.rehbein"],
        )  # fmt: skip
        for key, why in [
            ("gerd.hellmich", "Hat aus einem leeren Schulbus eine Runde für alle Alter gemacht."),
            ("samira.aziz", "Kennt Häuser, in denen Sprechstunde und Kindergruppe Tür an Tür liegen."),
        ]:
            invitation = workshops.invite_expert(actor=hanka, workshop=workshop, person=cast.people[key], why=why)
            workshops.answer_invitation(actor=cast.people[key], invitation=invitation, comes=True)
    workshops.start_workshop(actor=hanka, workshop=workshop)
    guests = telling.hall(workshop, 14, [*cast.networks.values(), None])
    telling.write_down(workshop, guests, SMALL_DISTRICTS)


def _goerlitz(cast: Cast) -> None:
    mila, goerlitz = cast.people["mila.hanke"], cast.cities["14626110"]
    with on(ago(36), 13):
        card = telling.card(
            mila, TIME_SERIES, ["28:37", "28:20"],
            "24\u202f561 Frauen und 16\u202f185 Männer im Landkreis Görlitz sind 75 Jahre und älter",
            city=goerlitz, themes=[cast.themes[0]],
        )  # fmt: skip
        problem = problems.name_problem(
            actor=mila, city=goerlitz, statement="Wer nicht mehr Auto fährt, kommt am Nachmittag nicht mehr zum Arzt",
            affected="Ältere in den Ortsteilen und Dörfern ringsum, ihre Kinder, die freinehmen, und Praxen mit leeren Nachmittagen.",
            tried=[
                Tried("Taxi-Gutscheine", "schnell vergriffen", Verdict.HARDLY),
                Tried("Sprechstunde im Dorfgemeinschaftshaus", "die Ärztin ging in den Ruhestand", Verdict.STOPPED),
            ],
            themes=[cast.themes[0]],
        )  # fmt: skip
        problems.support_with_evidence(actor=mila, problem=problem, card=card)
        workshop = workshops.request_workshop(
            actor=mila, problem=problem, title="Ohne Auto zum Arzt",
            question="Was müsste ankommen, damit niemand mehr zum Arzt gefahren werden muss?",
        )  # fmt: skip
    with on(ago(20), 10):
        workshops.plan_workshop(
            actor=mila, workshop=workshop, day=ago(-17), begins=time(13, 0), place="Kulturforum Synagoge, Kuppelsaal",
            facilitator=cast.people["rita.sommer"], practical="Straßenbahn bis Theater. Höranlage im Saal.",
            takes_photos=True, is_young=True,
        )  # fmt: skip
        for key, why in [
            ("gerd.hellmich", "Fährt seit Jahren, was Görlitz sucht: Arzt, Amt und Einkauf in einer Runde."),
            ("samira.aziz", "Behandelt Menschen in zwei Dörfern und weiß, was eine Videosprechstunde nicht kann."),
            ("murat.oezkan", "Könnte Betriebe gewinnen, deren Busse nachmittags stehen."),
        ]:
            workshops.invite_expert(actor=mila, workshop=workshop, person=cast.people[key], why=why)
    with on(ago(18), 19):
        gerd, murat = cast.people["gerd.hellmich"], cast.people["murat.oezkan"]
        asked = {one.person_id: one for one in workshop.invitations.all()}
        workshops.answer_invitation(
            actor=gerd, invitation=asked[gerd.pk], comes=True, word="Ich bringe den Fahrplan und die Zahlen mit.",
            conflict="Unser Verein hat im Frühjahr ein Angebot für eine Linie in Görlitz abgegeben.",
            needs="Mittagessen vegetarisch",
        )  # fmt: skip
        workshops.answer_invitation(
            actor=murat, invitation=asked[murat.pk], comes=False,
            word="An dem Tag sind Prüfungen. Gern beim nächsten Mal.",
        )  # fmt: skip
        workshops.say_consent(actor=gerd, workshop=workshop, given=True)
        workshops.come_at_most(actor=gerd, most=2)
        workshops.be_away(actor=murat, since=ago(-16), until=ago(-18))


def _saalfeld(cast: Cast) -> None:
    ole, saalfeld = cast.people["ole.brandt"], cast.cities["16073077"]
    with on(ago(15), 9):
        telling.card(
            ole, LATEST, ["6:14"], "100\u202f105 Menschen leben Ende 2024 im Landkreis Saalfeld-Rudolstadt",
            city=saalfeld, themes=[cast.themes[2]],
        )  # fmt: skip
    with on(ago(6), 16):
        problems.name_problem(
            actor=ole, city=saalfeld, statement="Läden in der Innenstadt stehen leer, und mit ihnen die Wege dazwischen",
            affected="Händlerinnen und Händler, die noch da sind, und alle, die dort zu Fuß einkaufen.",
            themes=[cast.themes[2]],
        )  # fmt: skip
