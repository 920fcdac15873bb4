"""Just enough CSS to take a style sheet apart and put it together again: blocks and declarations."""

import re
from dataclasses import dataclass, field

_PIECE = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^{};"'/]+|/""", re.DOTALL)
_DECLARATION = re.compile(r"^([-\w]+)\s*:\s*(.*)$", re.DOTALL)


@dataclass
class Block:
    """`prelude { … }`: a rule with declarations, or an at-rule with rules. The sheet is a block without prelude."""

    prelude: str
    items: "list[Block | str]" = field(default_factory=list)

    @property
    def blocks(self) -> "list[Block]":
        """Its rules, without its declarations."""
        return [item for item in self.items if isinstance(item, Block)]

    @property
    def declarations(self) -> dict[str, str]:
        """Its own properties; of a repeated one the last."""
        found = (_DECLARATION.match(item) for item in self.items if isinstance(item, str))
        return {match[1]: match[2] for match in found if match}


def parse(text: str) -> Block:
    """The sheet as a tree; comments are dropped, white space is reduced to what CSS needs."""
    sheet = Block("")
    open_blocks = [sheet]
    words: list[str] = []

    def said() -> str:
        said = _tight("".join(words))
        words.clear()
        return said

    for piece in _PIECE.findall(text):
        if piece.startswith("/*"):
            continue
        if piece == "{":
            block = Block(said())
            open_blocks[-1].items.append(block)
            open_blocks.append(block)
        elif piece in ";}":
            if statement := said():
                open_blocks[-1].items.append(statement)
            if piece == "}":
                open_blocks.pop()
        else:
            words.append(piece)
    if len(open_blocks) != 1:
        raise ValueError("the style sheet ends inside a block")
    return sheet


def write(block: Block) -> str:
    """The tree as text without superfluous characters; empty blocks are left out."""
    inner = [write(item) if isinstance(item, Block) else item + ";" for item in block.items]
    text = "".join(part for part in inner if part)
    if not block.prelude:
        return text
    return f"{block.prelude}{{{text.removesuffix(';')}}}" if text else ""


def _tight(words: str) -> str:
    """White space inside strings stays; elsewhere one blank is enough, and none before or after , and >."""
    parts = re.split(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", words.strip())
    for index in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[index])
        parts[index] = re.sub(r" ?([,>]) ?", r"\1", part)
    return re.sub(r"^([-\w]+) ?: ?", r"\1:", "".join(parts))
