"""How every document ends: the way back to its page, and what it takes to check the paper in one's hand."""

from netzwerkstatt.foundation.documents import words
from netzwerkstatt.foundation.documents.blocks import QR, Document, Thread


def closing_blocks(document: Document) -> list[QR]:
    """The permanent address as a code, unless the document brings a code of its own."""
    beside = [part for block in document.blocks if isinstance(block, Thread) for part in block.beside]
    if document.address and not any(isinstance(block, QR) for block in (*document.blocks, *beside)):
        return [QR(address=document.address)]
    return []


def closing_lines(document: Document, *, boxed: bool = False) -> list[str]:
    """Version, date and permanent address, then the whole checksum; `boxed` when empty boxes have to be explained."""
    language = document.language
    version = words.version_line(
        number=document.number,
        version=document.version,
        dated_words=document.dated_words,
        date=document.dated,
        language=language,
    )
    address = words.permanent_address(document.address, language) if document.address else ""
    return [
        " · ".join(part for part in (version, address) if part),
        words.whole_checksum(document.fingerprint, language),
        *([words.unprintable_note(language)] if boxed else []),
    ]
