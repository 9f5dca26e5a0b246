"""This module holds the detector of wiring with one end: a flag, key, event or member whose other end is nowhere."""

from collections.abc import Iterator

from reviewer.detectors.wiring.unproduced_members import find_unproduced_members
from reviewer.detectors.wiring.unread_flags import find_unread_flags
from reviewer.detectors.wiring.unread_keys import find_unread_keys
from reviewer.detectors.wiring.untranslated_texts import find_untranslated_texts
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield what the change connects on one side only, kind by kind."""
    most = int(number_in(options, "files"))
    yield from find_unread_keys(view)
    yield from find_unread_flags(view, most)
    yield from find_unproduced_members(view, most)
    yield from find_untranslated_texts(view, most)
