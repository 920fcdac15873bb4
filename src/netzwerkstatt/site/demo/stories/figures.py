"""Official statistics of the nine cities, their districts and Länder, imported as everybody would; a card from them."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import as_file, files

from netzwerkstatt.evidence.from_store import Question, make_card_from_query
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.people import PEOPLE
from netzwerkstatt.site.demo.stories.telling import ago, client_id, on


def tell(cast: Cast) -> None:
    """First the tables, then the finding that makes the nine ask each other."""
    folder = files("netzwerkstatt.site.demo").joinpath("statistics")
    index = json.loads(folder.joinpath("index.json").read_text(encoding="utf-8"))
    with as_file(folder) as there:
        for one in index:
            prepared = prepare(there / one["file"], one["file"])
            enter_statistics(
                actor=cast.people[PEOPLE[0].key],
                prepared=prepared,
                retrieved_on=date.fromisoformat(one["retrieved_on"]),
            )
    places = tuple(City.objects.order_by("ags").values_list("ags", flat=True))
    with on(ago(40)):
        make_card_from_query(
            actor=cast.people[PEOPLE[0].key],
            question=Question(territories=places, indicator="mean_age"),
            title="Von den neun Städten hat Hoyerswerda 2015 mit 52,1 Jahren das höchste Durchschnittsalter",
            explanation=(
                "Neuere Zahlen zum Alter gibt es für Gemeinden nur in den Melderegistern. Die Reihenfolge sagt nichts "
                "darüber, wo die Stadt in zehn Jahren steht."
            ),
            client_id=client_id("figures", "mean age"),
        )
