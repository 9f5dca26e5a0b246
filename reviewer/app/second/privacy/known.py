"""This module holds secrets that the program knows by heart, in every spelling in which a text may hold them."""

import base64
import json
from collections.abc import Collection, Iterator

NAME, NOUN = "known-secret", "secret of this machine"
_SHORTEST, _SHORTEST_LINE = 8, 16


def spell_secrets(secrets: Collection[str]) -> dict[str, str]:
    """Return every spelling with the secret that it spells, the longest first; shorter ones than 8 are left out."""
    spelled = {
        spelling: secret
        for secret in sorted({secret.strip() for secret in secrets})
        if len(secret) >= _SHORTEST
        for spelling in _spell(secret)
    }
    return dict(sorted(spelled.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _spell(secret: str) -> Iterator[str]:
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    data = secret.encode("utf-8", "surrogatepass")
    for safe in (b"-_.~", b"-_.~/"):
        yield from {_escape(data, safe, form) for form in ("%%%02X", "%%%02x")}
    yield data.hex()
    yield data.hex().upper()
    yield from _spell_base64(data)
    yield from (line for line in secret.splitlines() if len(line) >= _SHORTEST_LINE and not line.startswith("--"))


def _escape(data: bytes, safe: bytes, form: str) -> str:
    return "".join(chr(b) if (b < 128 and chr(b).isalnum()) or b in safe else form % b for b in data)


def _spell_base64(data: bytes) -> Iterator[str]:
    """Yield what base64 makes of it wherever it stands in what is encoded, without the characters it shares."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + data).decode().rstrip("=")
        # The first characters also hold bits of what stands before, the last those of what comes after.
        first = (before * 8 + 5) // 6
        last = (before + len(data)) * 8 // 6
        part = whole[first:last]
        if len(part) >= _SHORTEST:
            yield part
            yield part.replace("+", "-").replace("/", "_")
