"""Threads for tests: invented ones of any shape, and the one of the design's sheet."""

from hypothesis import strategies as st

from netzwerkstatt.foundation.ui.thread import Edge, Knot, LandMark, Stage, State

LANDS = (LandMark("SN", 1, "Sachsen"), LandMark("ST", 2, "Sachsen-Anhalt"), LandMark("TH", 3, "Thüringen"))
STAGES = (
    "evidence", "problem", "workshop", "idea", "ideas-workshop", "participation", "project", "transfer",
    "recommendation", "answer",
)  # fmt: skip
CYCLE = tuple(Stage(name, name.title()) for name in ("problem", "workshop", "idea", "project", "recommendation"))


def knot(key: str, stage: str = "idea", **more: object) -> Knot:
    """A knot with words of its own."""
    return Knot(key, stage, stage, stage.title(), **{"title": f"Titel {key}", "url": f"/{key}", **more})


@st.composite
def threads(draw, most: int = 24, lands: tuple[LandMark, ...] = LANDS):
    """Items, edges in any order between any of them (circles and strangers included), and a current item."""
    count = draw(st.integers(1, most))
    items = []
    for number in range(count):
        state = draw(st.sampled_from([State.DONE] * 6 + [State.OPEN, State.GAP, State.STONE]))
        where = tuple(draw(st.lists(st.sampled_from(lands), max_size=2, unique=True))) if lands else ()
        stage = draw(st.sampled_from(STAGES))
        year = draw(st.one_of(st.none(), st.integers(2023, 2027)))
        if state is State.GAP:
            items.append(Knot(f"k{number}", state=state))
        else:
            items.append(knot(f"k{number}", stage, state=state, lands=where, year=year))
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = [Edge(f"k{min(a, b)}", f"k{max(a, b)}") for a, b in draw(st.lists(ends, max_size=count * 2))]
    edges += [Edge(f"k{a}", f"k{b}") for a, b in draw(st.lists(ends, max_size=1))]
    return items, edges, f"k{draw(st.integers(0, count - 1))}"
