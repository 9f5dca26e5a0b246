"""This module holds discretion: the one object that says what may leave the machine, and counts what did not."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from reviewer.app.second.privacy import assigned, known
from reviewer.app.second.privacy.assigned import find_assigned
from reviewer.app.second.privacy.finds import Find, black_out, find_literals, hide_marks, join_finds
from reviewer.app.second.privacy.forms import find_forms, find_key_ends, list_forms
from reviewer.app.second.privacy.known import spell_secrets
from reviewer.app.second.privacy.withheld import find_reasons
from reviewer.model.policy import ReaderPolicy

_BLOCK = re.compile(r"[A-Za-z0-9+/]{16,}")
_COMPARED = 128
# What is counted, before a word that says which; a reason is no noun.
_HEAD = re.compile(r"(?!by |outside |no )[^ ].*?(?= (?:of|in|with|under) |$)")


@dataclass(frozen=True, slots=True)
class Discretion:
    """What may leave the machine. It counts each file and each secret once, however often it is met.

    `spellings` are texts that are blacked out wherever they stand, with the secret that each of them spells.
    """

    say_reason: Callable[[str], str]
    spellings: Mapping[str, str] = field(repr=False)
    _withheld: dict[str, str] = field(default_factory=dict, repr=False)
    _secrets: dict[bytes, str] = field(default_factory=dict, repr=False)

    def allows(self, path: str) -> bool:
        """Tell whether a file may be shown; what may not is counted."""
        reason = self.say_reason(path)
        if reason:
            self._withheld[path] = reason
        return not reason

    def redact(self, text: str) -> str:
        """Return a text without its secrets: `<redacted:NAME>` in the place of each line of one, so no line moves.

        What was redacted before comes out as it went in. A text is best given whole, before lines are cut out of it:
        a private key is known by its first line.
        """
        finds = find_secrets(text, self.spellings)
        for find in finds:
            self._count(find, text[find.start : find.end])
        return black_out(text, finds) if finds else text

    def tell(self) -> tuple[str, ...]:
        """Say what was blacked out and withheld, in sentences; empty where nothing was."""
        nouns = {form.name: form.noun for form in list_forms()}
        nouns |= {assigned.NAME: assigned.NOUN, known.NAME: known.NOUN}
        secrets = Counter(nouns[name] for name in self._secrets.values())
        files = Counter(self._withheld.values())
        said = [(secrets, "secret", "blacked out in what was looked at"), (files, "file", "withheld")]
        return tuple(_word(counts, noun, done) for counts, noun, done in said if counts)

    def _count(self, find: Find, value: str) -> None:
        # Kept as a hash, so that no copy of a secret lives on; under two names, as the first of them.
        key = hashlib.sha256(self._identify(value).encode("utf-8", "surrogatepass")).digest()
        self._secrets[key] = min(find.name, self._secrets.get(key, find.name))

    def _identify(self, value: str) -> str:
        # A key that is seen in part, indented or quoted is the same key.
        if "PRIVATE KEY" in value:
            return "".join(_BLOCK.findall(value.partition("PRIVATE KEY")[2]))[:_COMPARED]
        return self.spellings.get(value, value)


def choose_discretion(policy: ReaderPolicy, secrets: Collection[str] = ()) -> Discretion:
    """Return the discretion that a repository asks for; `secrets` are values that the program knows by heart."""
    return Discretion(find_reasons(policy), spell_secrets(secrets))


def find_secrets(text: str, spellings: Mapping[str, str]) -> list[Find]:
    """Return the secrets of a text in its order, none over another; marks of what was redacted before are none."""
    hidden = hide_marks(text)
    return join_finds(
        [
            *find_literals(hidden, spellings, known.NAME),
            *find_forms(hidden),
            *find_key_ends(hidden),
            *find_assigned(hidden),
        ]
    )


def _word(counts: Counter[str], noun: str, done: str) -> str:
    total = counts.total()
    parts = [_number(count, name) for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    return f"{_number(total, noun)} {'was' if total == 1 else 'were'} {done}: {', '.join(parts)}"


def _number(count: int, noun: str) -> str:
    head = _HEAD.match(noun)
    if count == 1 or not head:
        return f"{count} {noun}"
    return f"{count} {head[0]}{'es' if head[0].endswith('sh') else 's'}{noun[head.end() :]}"
