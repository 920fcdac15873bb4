"""What `make test`, `make check` and `make wheel` tell, and when they fail."""

import re
import subprocess
import zipfile

import pytest

from tools import check, test, wheel
from tools.paths import ROOT, SRC

REPORT = """<testsuites><testsuite>
<testcase name="good"/><testcase name="good too"/>
<testcase name="bad"><failure message="no"/></testcase>
<testcase name="left out"><skipped message="the folder is not here"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(test, "RESULTS", tmp_path)
    return test.Run("sqlite", [])


def test_the_last_line_counts_and_what_was_left_out_is_named(run, capsys):
    run.report.write_text(REPORT)
    outcome = test.Outcome()
    test._count(run, 1, outcome)

    assert test._report(outcome, {}, 60) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "2 passed, 1 failed, 1 skipped"
    assert "left out: 1 × the folder is not here" in said


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_what_could_not_be_installed_is_named_and_fails_only_in_ci(ci, status, monkeypatch, capsys):
    monkeypatch.setenv("CI", ci)

    assert test._report(test.Outcome(passed=1), {"Chromium": "not to be had"}, 1) == status
    assert "Chromium: not to be had" in capsys.readouterr().out


@pytest.mark.parametrize("status", [0, 3, test.NOTHING_COLLECTED])
def test_a_run_without_a_report_or_without_tests_is_no_success(run, status):
    outcome = test.Outcome()
    test._count(run, status, outcome)

    assert outcome.broken
    assert test._report(outcome, {}, 1) == 1


def test_a_browser_that_is_missing_and_cannot_be_installed_has_its_reason(monkeypatch, tmp_path):
    monkeypatch.setattr(test, "CHROMIUM", tmp_path / "chromium")
    monkeypatch.setattr(test.shutil, "which", lambda _: None)

    assert "no apt-get" in dict(test._missing())["Chromium"]


def test_a_browser_that_apt_get_does_not_bring_has_its_reason(monkeypatch, tmp_path):
    for name in ("apt-get", "sudo"):
        command = tmp_path / name
        command.write_text("#!/bin/sh\nexit 100\n")
        command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(test, "CHROMIUM", tmp_path / "chromium")

    assert "apt-get update ended with 100" in dict(test._missing())["Chromium"]


def test_a_browser_that_apt_get_brings_is_not_missing(monkeypatch, tmp_path):
    chromium = tmp_path / "chromium-headless-shell"
    brings = f'[ "$3" = update ] || {{ : > {chromium}; /bin/chmod +x {chromium}; }}'
    for name, does in (("apt-get", brings), ("sudo", 'shift; exec "$@"')):
        command = tmp_path / name
        command.write_text(f"#!/bin/sh\n{does}\n")
        command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(test, "CHROMIUM", chromium)

    assert "Chromium" not in dict(test._missing())
    assert test.browser_path() == str(chromium)


def test_a_browser_with_windows_will_do_where_the_smaller_one_does_not_come(monkeypatch, tmp_path):
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(test, "CHROMIUM", tmp_path / "chromium-headless-shell")

    assert "Chromium" not in dict(test._missing())
    assert test.browser_path() == str(chromium)


def test_a_check_that_objects_says_what_and_the_others_still_run(monkeypatch, capsys):
    checks = [
        check.Check("bad", ("python", "-c", "print('here'); exit(1)"), "mend it"),
        check.Check("good", ("python", "-V")),
    ]
    monkeypatch.setattr(check, "CHECKS", checks)

    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert "✗ bad" in said
    assert "✓ good" in said
    assert "here\n→ mend it" in said
    assert said.endswith("1 checks passed, 1 failed\n")


def test_a_check_that_does_not_exist_is_not_passed_over():
    assert check.main(["speling"]) == 2


def test_a_wheel_without_a_template_is_noticed(tmp_path):
    file = tmp_path / "netzwerkstatt.whl"
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(SRC / "__init__.py", "netzwerkstatt/__init__.py")

    absent = wheel.left_out(file)
    assert "netzwerkstatt/foundation/ui/static/ui/vendor/kern.css" in absent
    assert any(name.endswith(".html") for name in absent)
    assert "netzwerkstatt/__init__.py" not in absent


def test_every_command_of_make_is_in_its_help():
    commands = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert commands >= {
        "demo",
        "serve",
        "test",
        "check",
        "messages",
        "assets",
        "wheel",
        "bench",
        "screenshots",
        "clean",
    }
    assert set(re.findall(r"^  make ([a-z]+)", said, re.MULTILINE)) == commands
