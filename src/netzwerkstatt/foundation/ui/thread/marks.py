"""The thread small: eight dots, the phases of a workshop, the marks of the legend."""

from django.utils.safestring import SafeString, mark_safe

from netzwerkstatt.foundation.ui.charts.svg import number, tag

from .drawing import icon

STAGES = 8


def _loop(x: float, size: float) -> str:
    """The turn of the line around the point above x; the shape of the logo's loops, `size` times 20 px wide."""
    points = ((-14.6, 0), (-4.2, 0), (8.3, -2.6), (7.8, -7.8), (7.5, -11.7), (3.9, -13.8), (0, -13.8))
    a, b, c, d, e, f, g = ((x + px * size, py * size) for px, py in points)
    back = [(2 * x - px, py) for px, py in (e, d, c, b, a)]

    def at(*spots: tuple[float, float]) -> str:
        return " ".join(f"{number(px)} {number(py)}" for px, py in spots)

    return f"L{at(a)}C{at(b, c, d)}C{at(e, f, g)}C{at((2 * x - f[0], f[1]), back[0], back[1])}C{at(back[2], back[3], back[4])}"


def mini(reached: int, *, total: int = STAGES, label: str = "") -> SafeString:
    """Eight dots for eight stages, the loop at the furthest one reached (counted from 1; 0 is none yet)."""
    here = min(max(reached, 0), total) - 1
    drawn = _line(here, total, 20.0, 1.0, (-18.0, 20.0 * (total - 1) + 18))
    drawn += [tag("circle", cls="thread-past", cx=20 * n, cy=0, r=3.5) for n in range(max(here, 0))]
    drawn += [tag("circle", cls="thread-ahead", cx=20 * n, cy=0, r=3.25) for n in range(here + 1, total)]
    return _svg(drawn, (-18, -22, 20 * (total - 1) + 36, 30), "thread-mini", label)


def progress(done: int, total: int, *, label: str = "") -> SafeString:
    """The phases of a workshop: past ones solid, the loop at the current one, the rest dotted."""
    here = min(max(done, 0), total)
    drawn = _line(
        here if here < total else -1, total, 100.0, 2.38, (-26.0, 100.0 * (total - 1) + 26), solid=here == total
    )
    drawn += [tag("circle", cls="thread-past", cx=100 * n, cy=0, r=5) for n in range(here)]
    drawn += [tag("circle", cls="thread-ahead", cx=100 * n, cy=0, r=5) for n in range(here + 1, total)]
    if here < total:
        drawn.append(tag("circle", cls="thread-here", cx=100 * here, cy=-18.5, r=4.5))
    return _svg(drawn, (-26, -46, 100 * (total - 1) + 52, 60), "thread-progress", label)


def _line(
    here: int, total: int, step: float, size: float, ends: tuple[float, float], *, solid: bool = False
) -> list[str]:
    """Gold up to and around the current point, dotted beyond it."""
    start, end = ends
    if here < 0:
        return [
            tag(
                "path",
                cls="thread-line" if solid else "thread-line thread-line--open",
                d=f"M{number(start)} 0H{number(end)}",
            )
        ]
    turned = step * here + 14.6 * size
    drawn = [
        tag(
            "path", cls="thread-line", d=f"M{number(min(start, step * here - 14.6 * size))} 0{_loop(step * here, size)}"
        )
    ]
    if here < total - 1:
        drawn.append(tag("path", cls="thread-line thread-line--open", d=f"M{number(turned + 2)} 0H{number(end)}"))
    elif turned < end:
        drawn.append(tag("path", cls="thread-line thread-line--open", d=f"M{number(turned)} 0H{number(end)}"))
    return drawn


def _svg(drawn: list[str], box: tuple[float, float, float, float], cls: str, label: str) -> SafeString:
    about = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    view = " ".join(map(number, box))
    return mark_safe(tag("svg", *drawn, cls=cls, viewBox=view, width=box[2], height=box[3], **about))  # noqa: S308 - the label went through svg.clean


def legend_mark(name: str) -> SafeString:
    """One mark of the graph's legend: knot, stack, gap, stone, changed or open."""
    rim = tag("circle", cls="thread-rim", cx=18, cy=18, r=17)
    drawn = {
        "knot": tag("g", rim, icon("project", 18, 18, 20, "thread-icon"), cls="thread-node stage--project"),
        "stack": tag("circle", cls="thread-rim thread-rim--behind", cx=26, cy=18, r=9)
        + tag("circle", cls="thread-rim thread-rim--stack", cx=16, cy=18, r=15)
        + tag("text", "9", cls="thread-count", x=16, y=24, text_anchor="middle"),
        "gap": tag("path", cls="thread-line", d="M18 0V9M18 27V36M11 9.5h14M11 26.5h14"),
        "stone": tag("g", rim, icon("minus", 18, 18, 20, "thread-icon"), cls="thread-node is-stone"),
        "changed": tag("circle", cls="thread-changed", cx=18, cy=18, r=10)
        + icon("changed", 18, 18, 13, "thread-icon thread-icon--changed"),
        "open": tag("g", rim, cls="thread-node is-open"),
    }[name]
    svg = tag("svg", drawn, viewBox="0 0 36 36", width=36, height=36, aria_hidden="true", cls="thread-graph")
    return mark_safe(svg)  # noqa: S308 - our own constants
