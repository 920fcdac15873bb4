from typing import Any


def waiting_for(person: Any) -> list[Any]:
    return []
