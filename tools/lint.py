"""Our own habits, where a machine can see them. Every message says what to do instead.

    python -m tools.lint [FILE …]

A line may say `lint-ok: rule – reason` where the habit must give way. Examples of each rule: tests/tools/test_lint.py.
"""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.messages import KEYWORDS
from tools.paths import ROOT, VENDOR, shown

Finder = Callable[[str], Iterator[int]]


@dataclass(frozen=True)
class Rule:
    """`find` yields the line numbers where the habit is broken."""

    name: str
    instead: str
    files: re.Pattern[str]
    find: Finder
    except_in: re.Pattern[str] | None = None

    def concerns(self, path: str) -> bool:
        """Whether the rule looks at this file at all; the path as from the checkout's root."""
        return bool(self.files.search(path)) and not (self.except_in and self.except_in.search(path))


@dataclass(frozen=True)
class Finding:
    """One place to mend."""

    path: str
    line: int
    rule: Rule

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule.name} – {self.rule.instead}"


def main(arguments: list[str]) -> int:
    """1 with a line per finding, else 0."""
    paths = [Path(argument).resolve() for argument in arguments] or list(committed_files())
    findings = [finding for path in paths for finding in look_at(shown(path), _text(path))]
    for finding in findings:
        print(finding)
    if not findings:
        print(f"{len(paths)} files, {len(RULES)} habits")
    return 1 if findings else 0


def look_at(path: str, text: str) -> Iterator[Finding]:
    """Everything the rules say about a file of this path and content."""
    lines = text.splitlines()
    for rule in RULES:
        if not rule.concerns(path):
            continue
        for line in rule.find(text):
            if f"lint-ok: {rule.name}" not in "".join(lines[line - 1 : line]):
                yield Finding(path, line, rule)


def committed_files() -> Iterator[Path]:
    """What git knows, or would with the next `git add`; where there is no git, the sources and what lies at the top."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
        names = {ROOT / name for name in listed}
    else:
        names = {
            *ROOT.glob("*"),
            *(file for folder in ("src", "tests", "tools") for file in (ROOT / folder).rglob("*")),
        }
        names = {file for file in names if VENDOR not in file.parents}
    return (file for file in sorted(names) if file.is_file())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # a picture, a font
        return ""


# ---------------------------------------------------------------- how to find


def _pattern(expression: str, flags: re.RegexFlag = re.NOFLAG) -> Finder:
    compiled = re.compile(expression, flags | re.MULTILINE)

    def find(text: str) -> Iterator[int]:
        for match in compiled.finditer(text):
            yield text.count("\n", 0, match.start()) + 1

    return find


def _markup(expression: str) -> Finder:
    """The pattern in templates, whose comments do not count."""
    find = _pattern(expression, re.IGNORECASE)
    comments = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)

    def found(text: str) -> Iterator[int]:
        return find(comments.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text))

    return found


def _style(expression: str) -> Finder:
    """The pattern in style sheets, outside comments and `@supports (…) { … }`, which old browsers pass over."""
    find = _pattern(expression)

    def found(text: str) -> Iterator[int]:
        return find(_without_supports(re.sub(r"/\*.*?\*/", _blank, text, flags=re.DOTALL)))

    return found


def _without_supports(text: str) -> str:
    for start in re.finditer(r"@supports[^{]*\{", text):
        depth, end = 1, start.end()
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[: start.start()] + re.sub(r"[^\n]", " ", text[start.start() : end]) + text[end:]
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _calls(names: Iterable[str], wrong: Callable[[ast.Call], bool]) -> Finder:
    """Calls of these functions that `wrong` says are wrong."""
    wanted = frozenset(names)

    def find(text: str) -> Iterator[int]:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _name(node.func) in wanted and wrong(node):
                yield node.lineno

    return find


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _within_f_strings(text: str) -> Iterator[int]:
    """Texts to translate inside an f-string: what collects texts does not look there, so they stay English."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            yield from (
                one.lineno for one in ast.walk(node) if isinstance(one, ast.Call) and _name(one.func) in KEYWORDS
            )


def _made_up(call: ast.Call) -> bool:
    """A text put together at run time: no catalogue can have it."""
    return any(isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call) for part in call.args[:2])


def _unknown_classes(text: str) -> Iterator[int]:
    known = _kern_classes()
    for match in re.finditer(r"(?<![-\w])kern-[a-z][-\w]*", text):
        is_part_of_variable = text[max(0, match.start() - 2) : match.start()] == "--" or match[0] == "kern-theme"
        is_composed = text[match.end() : match.end() + 2] == "{{" or match[0].endswith("-")
        if known and match[0] not in known and not is_part_of_variable and not is_composed:
            yield text.count("\n", 0, match.start()) + 1


@cache
def _kern_classes() -> frozenset[str]:
    sheet = VENDOR / "kern.css"
    return (
        frozenset(re.findall(r"\.(kern-[-\w]+)", sheet.read_text(encoding="utf-8"))) if sheet.exists() else frozenset()
    )


# ---------------------------------------------------------------- the habits

_PYTHON = re.compile(r"^src/.*\.py$")
_TEMPLATES = re.compile(r"^src/.*/templates/.*\.(html|svg)$")
_STYLES = re.compile(r"^src/.*/static/.*\.css$")
_SCRIPTS = re.compile(r"^src/.*/static/.*\.m?js$")
_UI = re.compile(r"^src/netzwerkstatt/foundation/ui/")

RULES = [
    Rule(
        "gettext-of-made-up-text",
        'translate the plain text, then fill it in: _("… {name} …").format(name=…)',
        _PYTHON,
        _calls(KEYWORDS, _made_up),
    ),
    Rule(
        "gettext-in-f-string",
        "no catalogue finds it there: translate first, then put the result into the f-string",
        _PYTHON,
        _within_f_strings,
    ),
    Rule(
        "trust",
        "only foundation/ui may declare markup safe; build it with format_html or a template",
        _PYTHON,
        _pattern(r"\b(mark_safe|SafeText|html_safe)\b|\bSafeString\((?!\))"),
        except_in=_UI,
    ),
    Rule(
        "trust-in-template",
        "only foundation/ui may declare markup safe; let Django escape, or use one of its components",
        _TEMPLATES,
        _markup(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off"),
        except_in=_UI,
    ),
    Rule(
        "inline-style",
        "the content security policy allows none: a class in a style sheet, or an attribute of SVG",
        _TEMPLATES,
        _markup(r"<style\b|\sstyle\s*="),
    ),
    Rule(
        "inline-script",
        "the content security policy allows none: a module under static/, bound by a data- attribute",
        _TEMPLATES,
        _markup(r"<script\b(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"'\w{]|javascript:"),
    ),
    Rule(
        "query-in-template",
        "a template shows what queries.py hands it: name it there, with a bounded number of queries",
        _TEMPLATES,
        _markup(r"\{[{%][^}%]*\.(?:objects|all|exists|\w+_set)\b"),
    ),
    Rule(
        "foreign-address",
        "no request leaves the installation: serve it from static/",
        _TEMPLATES,
        _markup(r"<(?:script|link|img|iframe|source)\b[^>]*\s(?:src|href)=[\"']?(?:https?:)?//"),
    ),
    Rule(
        "unknown-kern-class",
        "our build of KERN has no such class (tools/assets/kern.py says what is left out)",
        _TEMPLATES,
        _unknown_classes,
    ),
    Rule(
        "too-new-for-old-telephones",
        "not in Safari 15.4: write what it knows, and the newer way inside @supports",
        _STYLES,
        _style(
            r"\b(?:oklch|oklab|lch|lab|color-mix|light-dark)\(|@(?:container|property|scope|starting-style)\b|^\s*&|\bsubgrid\b"
        ),
    ),
    Rule(
        "too-new-for-old-telephones",
        "not in Safari 15.4: write it the older way",
        _SCRIPTS,
        _pattern(
            r"\.(?:toSorted|toReversed|toSpliced|withResolvers|groupBy|isWellFormed)\(|\(\?<[=!]"
            r"|\bArray\.fromAsync\b|\bURL\.canParse\b|\bAbortSignal\.(?:any|timeout)\b|\.(?:showPopover|togglePopover)\("
        ),
    ),
    Rule(
        "address-in-lock-file",
        "a lock file names versions and hashes, not where they were fetched: `make lock`, and .npmrc for npm",
        re.compile(r"(^|/)(requirements[-\w]*\.lock|package-lock\.json)$"),
        _pattern(r"https?://|--(?:extra-)?index-url|--find-links|\"resolved\""),
    ),
]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
