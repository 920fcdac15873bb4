"""How two processes share the tests: file by file, so that what a file prepares is prepared once; the longest first.

Begun last, a long file would keep one core busy while the other has nothing left.
"""

from __future__ import annotations

from collections import OrderedDict

from xdist.scheduler import LoadScopeScheduling

# By how long they take, and those that wait for something apart from each other; whatever is not named here is short.
LONGEST = (
    "tests/site_wide/test_access.py",
    "tests/engines/demography/test_trajectories.py",  # without a database: the other process makes that of both meanwhile
    "tests/site_wide/test_any_field.py",
    "tests/live/test_server.py",
    "tests/site_wide/test_hidden.py",
    "tests/faults/",
    "tests/live/test_law.py",
    "tests/config/",
    "tests/site_wide/",
    "tests/workshops/test_the_record.py",
    "tests/site/test_demo.py",
    "tests/live/",
    "tests/browser/test_accessibility.py::test_a_full_installation",
    "tests/browser/test_a_whole_workshop.py",
    "tests/browser/test_the_thread_runs.py",
    "tests/browser/test_accessibility.py::test_an_empty_installation",
    "tests/workshops/test_live_law.py",
    "tests/ballots/test_migration.py",
    "tests/privacy/",
)
# They look at the same answers.
WITH_ANOTHER = {"tests/site_wide/test_input.py": "tests/site_wide/test_access.py"}
# Nothing is shared there but what each process has; but the stories of one server stay together.
TEST_BY_TEST = ("tests/browser/",)
WITH_A_SERVER = ("tests/browser/test_a_whole_workshop.py",)


class Units(LoadScopeScheduling):
    """Hands out one unit after the other, the longest first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        alone = file.startswith(TEST_BY_TEST) and file not in WITH_A_SERVER
        return nodeid if alone else WITH_ANOTHER.get(file, file)

    def _assign_work_unit(self, node: object) -> None:
        self.workqueue = OrderedDict(sorted(self.workqueue.items(), key=lambda unit: _rank(unit[0])))
        super()._assign_work_unit(node)


def _rank(unit: str) -> int:
    return next((rank for rank, name in enumerate(LONGEST) if unit.startswith(name)), len(LONGEST))
