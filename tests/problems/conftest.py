from tests.evidence.conftest import _own_store, card, classic_file, flat_file, young_women  # noqa: F401 – shared fixtures
