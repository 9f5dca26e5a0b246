"""This module holds which licence a file is under, by its SPDX line or by a licence file above it."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

_SPDX = re.compile(rb"SPDX-License-Identifier:[ \t]{0,8}([\w.+() -]{2,120})")
_HEAD = 8_192
_NAMED = re.compile(r"(?i)^(?:un)?licen[cs]e(?:[-.]\w[\w.-]{0,40})?$|^copying(?:\.\w{1,20})?$")
# Words that only one licence has, the narrower ones first.
_WORDS = (
    ("AGPL-3.0", r"GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3"),
    ("LGPL-3.0", r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3"),
    ("LGPL-2.1", r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1"),
    ("GPL-3.0", r"GNU GENERAL PUBLIC LICENSE\s+Version 3"),
    ("GPL-2.0", r"GNU GENERAL PUBLIC LICENSE\s+Version 2"),
    ("Apache-2.0", r"Apache License\s+Version 2\.0|www\.apache\.org/licenses/LICENSE-2\.0"),
    ("MPL-2.0", r"Mozilla Public License,? Version 2\.0"),
    ("BSD-3-Clause", r"Redistribution and use in source and binary forms[\s\S]{0,2000}Neither the name"),
    ("BSD-2-Clause", r"Redistribution and use in source and binary forms"),
    ("ISC", r"Permission to use, copy, modify, and(?:/or)? distribute this software for any\s+purpose"),
    ("MIT", r"Permission is hereby granted, free of charge, to any person obtaining a copy"),
    ("Unlicense", r"This is free and unencumbered software released into the public domain"),
)


def is_licence_file(path: str) -> bool:
    """Tell a file that holds a licence by its name."""
    return bool(_NAMED.match(PurePosixPath(path).name))


def name_licence(text: bytes) -> str:
    """Return the SPDX name of the licence that a text is; empty where it is none that is known here."""
    said = text[: 8 * _HEAD].decode("utf-8", "replace")
    return next((name for name, words in _WORDS if re.search(words, said)), "")


def find_licence(path: str, data: bytes, known: Mapping[str, str]) -> tuple[str, str]:
    """Return the licence of a file and where that stands; `known` are licences by the folder of their file.

    The nearest folder counts. Both are empty where nothing says it.
    """
    found = _SPDX.search(data[:_HEAD])
    if found:
        return found[1].decode("ascii", "replace").strip(" -*/"), "SPDX line"
    for folder in PurePosixPath(path).parents:
        if str(folder) in known:
            return known[str(folder)], "licence file"
    return "", ""
