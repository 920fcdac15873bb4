"""Documents to print in tests and benchmarks: one as it leaves the house, one that is long, one that is nasty."""

import datetime

from netzwerkstatt.foundation.documents.blocks import (
    QR,
    Document,
    Figure,
    Heading,
    List,
    NumberedParagraph,
    Paragraph,
    Run,
    Signature,
    Signatures,
    Step,
    Table,
    Thread,
    ThreadMark,
)

BALANCE = (("unter 18", 140), ("18–24", -216), ("25–29", -3), ("30–49", 128), ("50–64", 60), ("ab 65", -76))


def balance_svg() -> str:
    """The migration balance of Mansfeld-Südharz by age, mean of 2018 to 2021."""
    zero, scale = 110, 0.56
    colours = {-216: "var(--nw-chart-minus)", 128: "var(--nw-chart-own)"}
    bars = []
    for place, (ages, value) in enumerate(BALANCE):
        left, height = 24 + place * 113.3, abs(value) * scale
        top = zero - height if value > 0 else zero
        said = f"+{value}" if value > 0 else f"−{-value}"
        bars.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="85.3" height="{height:.1f}" '
            f'fill="{colours.get(value, "var(--nw-chart-mute)")}"/>'
            f'<text x="{left + 42.6:.1f}" y="{top - 9 if value > 0 else top + height + 26:.1f}" text-anchor="middle" '
            f'class="t-ink {"t-big" if value in colours else "t-mid"}">{said}</text>'
            f'<text x="{left + 42.6:.1f}" y="284" text-anchor="middle">{ages}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 292" role="img">'
        + "".join(bars)
        + f'<line class="axis" x1="10" x2="690" y1="{zero}" y2="{zero}"/></svg>'
    )


def balance_figure() -> Figure:
    """The drawing with everything that belongs to it."""
    return Figure(
        svg=balance_svg(),
        alt="Im Landkreis ziehen jedes Jahr 216 Menschen zwischen 18 und 24 mehr weg als zu. Zwischen 30 und 49 kommen "
        "128 mehr, als gehen, unter 18 sind es 140 mehr, von 50 bis 64 sind es 60 mehr. Ab 65 gehen 76 mehr, als "
        "kommen; zwischen 25 und 29 ist es fast ausgeglichen.",
        title="Jedes Jahr 216 junge Erwachsene weniger, 128 zwischen 30 und 49 mehr",
        subtitle="Zuzüge minus Fortzüge innerhalb Deutschlands, Mansfeld-Südharz, Mittel 2018 bis 2021",
        source="B-0142. © Statistische Ämter des Bundes und der Länder, Kreiswanderungsmatrix 2018–2021, "
        "eigene Berechnung; Stand 14. April 2026; dl-de/by-2-0",
    )


def recommendation() -> Document:
    """The recommendation as a ministry receives it."""
    return Document(
        title="Rückkehr möglich machen",
        kind_label="Handlungsempfehlung",
        number="E-06",
        language="de",
        subtitle="An die Länder Sachsen, Sachsen-Anhalt und Thüringen. Beschlossen im Konsent der drei Städtenetze "
        "am 6. November 2026, übergeben am 12. November 2026.",
        issuer="Städtenetzwerk Demografie in Mitteldeutschland",
        version="3",
        dated=datetime.date(2026, 11, 6),
        dated_words="beschlossen am",
        check_at="https://netzwerkstatt.example/pruefen",
        address="https://netzwerkstatt.example/e-06",
        blocks=(
            Heading("Was wir empfehlen", kicker="Woher das kommt"),
            NumberedParagraph(
                "1",
                "Jede Stadt ab 10\u202f000 Einwohnerinnen und Einwohnern benennt eine Ansprechperson für Rückkehr. "
                "Sie vermittelt Wohnung, Kita und Arbeit aus einer Hand und ist auch abends erreichbar.",
                (
                    ThreadMark("P-0018", "Projekt", "Rückkehr-Lotsin", "Hettstedt, 142 Gespräche"),
                    ThreadMark("B-0142", "Beleg", "216 Junge weniger im Jahr", "Mansfeld-Südharz, 2018–2021"),
                ),
            ),
            NumberedParagraph(
                "2",
                "Die Länder fördern Probewohnen mit bis zu sechs Wochen Miete je Haushalt, wenn ein Praktikum oder "
                "eine Probezeit im Landkreis nachgewiesen ist.",
                (
                    ThreadMark("P-0007", "Projekt", "Probewohnen Görlitz", "seit 2008, 3 Durchgänge"),
                    ThreadMark("T-0009", "Übertragung", "Probe-Heimat Hettstedt", "9 von 14 geblieben"),
                ),
                note="Änderungsantrag 4, Saalfeld/Saale, angenommen am 30. Oktober 2026: „sechs“ statt „drei“ Wochen.",
            ),
            NumberedParagraph(
                "3",
                "Über mindestens einen Euro je Einwohnerin und Einwohner entscheiden Menschen unter 25 Jahren "
                "selbst, ohne Genehmigung im Einzelfall.",
                (
                    ThreadMark(
                        "I-0412", "Idee", "20\u202f000 Euro, über die wir bestimmen", "Werkstatt Sangerhausen, 2025"
                    ),
                    ThreadMark("R-0003", "Beteiligung", "Meinungsbild Jugendbudget", "1\u202f208 Stimmen, drei Städte"),
                ),
            ),
            Heading("Warum jetzt", kicker="Begründung"),
            Paragraph(
                "Aus dem Landkreis Mansfeld-Südharz ziehen jedes Jahr 216 junge Erwachsene mehr weg als zu. Bei den "
                "30- bis 49-Jährigen ist es umgekehrt: 128 mehr kommen, als gehen. Die Rückkehr gibt es also. Sie "
                "geschieht ohne Einladung."
            ),
            balance_figure(),
            Heading("Konsent der Netze", kicker="Beschluss"),
            Table(
                "",
                ("Netz", "Widerstand", "Ergebnis"),
                (
                    ("SN\u2002Bautzen–Görlitz–Hoyerswerda", "0,7", "trägt mit"),
                    ("ST\u2002Hettstedt – Lutherstadt Eisleben – Sangerhausen", "0,3", "trägt mit"),
                    ("TH\u2002Am Saalebogen", "2,4", "trägt mit, Bedenken zu 3"),
                ),
                numeric=(1,),
                note="Widerstand von 0 (keiner) bis 10, Mittel je Netz. Stimmen liegen beim Verbund.",
            ),
            Heading("Antworten der Länder", kicker="Fortgang"),
            Thread(
                (
                    ThreadMark("A-ST", "Antwort", "Sachsen-Anhalt", "12. November 2026"),
                    ThreadMark("", "", "Sachsen", "Frist 12. Februar 2027", open=True),
                    ThreadMark("", "", "Thüringen", "Frist 12. Februar 2027", open=True),
                ),
                beside=(
                    Paragraph(
                        "„1 und 2 nehmen wir an, Mittel ab 2027. Zu 3 bitten wir um einen Versuch in drei Städten.“"
                    ),
                    QR(
                        "https://netzwerkstatt.example/e-06/faden",
                        "Der ganze Faden: 12 Zahlen, 3 Probleme, 4 Werkstätten, 9 Ideen, 3 Projekte, 2 Übertragungen.",
                    ),
                ),
            ),
        ),
    )


def every_block() -> Document:
    """One of everything, with names the way people write them between Budyšin and Zgorzelec."""
    return Document(
        title="Alles, was ein Blatt tragen kann",
        kind_label="Probe",
        number="W-0019",
        dated=datetime.date(2026, 1, 2),
        facts=(("Gastgeberin", "Stadt Sangerhausen"), ("Moderation", "Paul Rehbein, Bautzen"), ("Leer", "")),
        address="https://netzwerkstatt.example/w-0019",
        blocks=(
            Heading("Lausitz – Łužica – Łużyce", kicker="Namen"),
            Paragraph(
                (
                    Run("Budyšin, Zhorjelc, Wojerecy, "),
                    Run("Zażółć gęślą jaźń", strong=True),
                    Run(" und "),
                    Run("Příliš žluťoučký kůň", emphasis=True),
                    Run("; mehr dazu "),
                    Run("auf der Seite", link="https://netzwerkstatt.example/?a=1&b=2"),
                    Run("."),
                ),
                note="Ein Hinweis am Rand.",
            ),
            Heading("Gezählt", level=2),
            Table("Einwohner", ("Stadt", "2011", "2022"), (("Hettstedt", "15\u202f446", "13\u202f678"),), (1, 2)),
            Table("Noch ohne Zeilen", ("Stadt", "2011"), ()),
            List(("Ein Punkt", (Run("Noch "), Run("einer", strong=True))), ordered=False),
            List(("Erstens", "Zweitens"), ordered=True),
            List(()),
            Heading("Woher es kommt", kicker="Faden"),
            Thread(
                (
                    ThreadMark(
                        "B-0098",
                        "Beleg",
                        "Einwohnerzahl Hettstedt, 13\u202f678",
                        "31. Dezember 2022",
                        changed="Zahl inzwischen geändert: Der Zensus 2022 zählt 13\u202f111 (15. Mai 2022).",
                    ),
                    ThreadMark("PB-0014", "Problem", "Wer jung ist, wird nicht gefragt", "Sangerhausen, 2025"),
                    ThreadMark("", "Antwort", "Sachsen-Anhalt", "Frist 12. Februar 2027", open=True),
                )
            ),
            Thread(()),
            balance_figure(),
            Heading("Freigegeben"),
            Signatures((Signature("Jana Wernicke", "Stadt Hettstedt", "2. Januar 2026"), Signature("Paul Rehbein"))),
            Signatures(()),
        ),
    )


def course() -> Document:
    """The course of a workshop, its steps on the thread."""
    return Document(
        title="Gefragt werden",
        kind_label="Protokoll · Fliegende Werkstatt",
        number="W-0019",
        dated=datetime.date(2025, 10, 2),
        subtitle="Sangerhausen, Rosarium, 18. September 2025, 13.00 bis 16.30 Uhr.",
        blocks=(
            Heading("Verlauf", kicker="Uhr und Phase"),
            Step("1", "Ankommen", "13.00", "20 min"),
            Paragraph("Vorstellen in zwei Sätzen. 14 der 41 sind unter 25."),
            Step("2", "Gewichten", "15.40", "20 min"),
            Table("", ("Bündel", "Ideen", "Punkte"), (("Eigenes Geld", "14", "64"), ("Wege", "11", "18")), (1, 2)),
            balance_figure(),
            Step("12", "Verabreden"),
            List(("Die Satzung schreiben", "Den Landkreis fragen")),
            Heading("Was daraus wird", kicker="Weiter"),
            Paragraph("Zwei Ideen gehen in die Ideen-Werkstatt."),
        ),
    )


def long_document(paragraphs: int = 30, sources: int = 3) -> Document:
    """Many numbered paragraphs, each with its knots."""
    sentence = (
        "Die Städte des Verbundes stimmen ihre Fahrpläne, Sprechzeiten und Öffnungszeiten so aufeinander ab, dass "
        "auch Menschen ohne Auto sie an einem Tag erreichen. "
    )
    return Document(
        title="Dreißig Absätze zur Erreichbarkeit im ländlichen Raum",
        kind_label="Handlungsempfehlung",
        number="E-30",
        dated=datetime.date(2026, 5, 4),
        issuer="Städtenetzwerk Demografie in Mitteldeutschland",
        address="https://netzwerkstatt.example/e-30",
        blocks=(
            Heading("Was wir empfehlen", kicker="Woher das kommt"),
            *(
                NumberedParagraph(
                    str(place),
                    f"Absatz {place}: {sentence * (1 + place % 4)}".strip(),
                    tuple(
                        ThreadMark(f"B-{place:02}{number:02}", "Beleg", f"Weg {number} zur Klinik", "Görlitz, 2024")
                        for number in range(1, sources + 1)
                    ),
                )
                for place in range(1, paragraphs + 1)
            ),
        ),
    )
