"""Reading drawings in tests: XML in, lengths and words out."""

import re
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def parsed(svg: str) -> ET.Element:
    """The drawing as a tree; fails where it is not well-formed."""
    if 'xmlns="' not in svg:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return ET.fromstring(svg)  # noqa: S314 - our own drawings


def box(svg: str) -> tuple[float, float]:
    """Width and height of the drawing."""
    _, _, width, height = map(float, parsed(svg).attrib["viewBox"].split())
    return width, height


def bars(svg: str) -> list[ET.Element]:
    """The bars of a chart, in drawing order."""
    return [rect for rect in parsed(svg).iter(f"{SVG}rect") if "bar" in rect.attrib["class"].split()]


def words(svg: str) -> list[str]:
    """Everything printed in it."""
    return ["".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text")]


def points(svg: str, name: str) -> list[tuple[float, float]]:
    """The centres of the circles with a class."""
    return [
        (float(circle.attrib["cx"]), float(circle.attrib["cy"]))
        for circle in parsed(svg).iter(f"{SVG}circle")
        if name in circle.attrib.get("class", "").split()
    ]


def walked(d: str, steps: int = 40) -> list[tuple[float, float]]:
    """Points along a path of M, V and C, as the graph writes them."""
    found: list[tuple[float, float]] = []
    x = y = 0.0
    for command, rest in re.findall(r"([MVC])([^MVC]*)", d):
        values = [float(value) for value in NUMBER.findall(rest)]
        if command == "M":
            x, y = values
            found.append((x, y))
        elif command == "V":
            found += [(x, y + (values[0] - y) * n / steps) for n in range(1, steps + 1)]
            y = values[0]
        else:
            a, b, c, d_, e, f = values
            for n in range(1, steps + 1):
                t = n / steps
                u = 1 - t
                found.append((
                    u**3 * x + 3 * u * u * t * a + 3 * u * t * t * c + t**3 * e,
                    u**3 * y + 3 * u * u * t * b + 3 * u * t * t * d_ + t**3 * f,
                ))  # fmt: skip
            x, y = e, f
    return found
