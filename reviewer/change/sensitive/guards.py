"""This module holds the checks that stand between a stranger and the code, and what switches one off."""

import re
from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.sensitive.trait import Trait
from reviewer.change.syntax.source import Source

# What keeps somebody out, as the frameworks and house code write it.
_GUARD = compile_late(
    r"@(?:login_required|permission_required|user_passes_test|staff_member_required|csrf_protect|jwt_required|auth_required"
    r"|roles?_required|admin_required|requires_\w+|require_(?:auth|login|permission|role|admin|scope)\w*"
    r"|PreAuthorize|PostAuthorize|Secured|RolesAllowed|DenyAll|UseGuards)\b(?:\([^\n]*\))?"
    r"|\[(?:Authorize|ValidateAntiForgeryToken)\b[^\]\n]*\]"
    r"|\b(?:Depends|Security)\((?:get_current_\w+|require_\w+|verify_\w+|check_\w+)[^)\n]*\)"
    r"|\bbefore_action\s+:(?:authenticate|authorize|require|verify|ensure)_?\w*!?|\bprotect_from_forgery\b"
    r"|\bmiddleware\(\[?['\"](?:auth|can|verified|signed)\b[^)\n]*\)"
    r"|\b(?:self\.|this\.|await\s+)*(?:require|ensure|check|verify|assert|enforce|validate)_?(?:Is)?"
    r"(?:[aA]uth(?!or\b)\w*|[pP]ermission\w*|[lL]ogged\w*|[lL]ogin\w*|[aA]dmin\w*|[rR]oles?\w*|[oO]wner\w*|[aA]ccess\w*"
    r"|[cC]srf\w*|[sS]ignature\w*)\s*\("
)
_DEFINES = compile_late(
    r"^\s*(?:async\s+)?(?:def|func|function|fn|fun|public|private|protected|static|export|import|from)\b"
)
# What lets somebody in, or stops looking.
_LOOSENED = compile_late(
    r"\bverify\s*=\s*False\b|[\"']?verify_signature[\"']?\s*[:=]\s*[Ff]alse\b|\bInsecureSkipVerify\s*[:=]\s*true\b"
    r"|\brejectUnauthorized\s*:\s*false\b|\bNODE_TLS_REJECT_UNAUTHORIZED[\"']?\]?\s*[:=]\s*[\"']?0\b"
    r"|\bdanger_accept_invalid_(?:certs|hostnames)\(\s*true|\b_create_unverified_context\b|\bssl\.CERT_NONE\b"
    r"|\bcheck_hostname\s*=\s*False\b|\bVERIFY_NONE\b|\bCURLOPT_SSL_VERIFY(?:PEER|HOST)\s*(?:,|=>)\s*(?:false|0)\b"
    r"|@csrf_exempt\b|\bcsrf\(\)\.disable\(\)|\bcsrf\s*\{\s*\w*\.?disable\(\)|AbstractHttpConfigurer::disable"
    r"|\bskip_before_action\s+:(?:authenticate|authorize|verify|require)\w*!?"
    r"|\bpermission_classes\s*=\s*[\[(]\s*(?:(?:permissions\.)?AllowAny\s*,?\s*)?[\])]|\[AllowAnonymous\]|@PermitAll\b|\.permitAll\(\)"
    r"|Access-Control-Allow-Origin[\"']?\s*[:,=]\s*[\"']\*|\ballow_origins\s*=\s*\[\s*[\"']\*|\bAllowAllOrigins\s*[:=]\s*true"
    r"|\bCORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)\s*=\s*True\b|\bALLOWED_HOSTS\s*=\s*\[\s*[\"']\*"
    r"|\b(?:SESSION|CSRF)_COOKIE_(?:SECURE|HTTPONLY)\s*=\s*False\b|\b[hH]ttp[oO]nly\s*[:=]\s*[Ff]alse\b"
    r"|^DEBUG\s*=\s*True\b|\bapp\.run\([^)\n]*\bdebug\s*=\s*True\b|\balgorithms?\s*[=:]\s*\[?\s*[\"']none[\"']"
    r"|\bchmod\([^)\n]*\b0?o?777\b|\bos\.FileMode\(0?o?777\)|\bVersionTLS1[01]\b|\bPROTOCOL_(?:SSLv[23]|TLSv1)\b",
    re.MULTILINE,
)
_LONGEST = 1000
_SECRET_SETTING = compile_late(
    r"^\s*(?:export |const |let |var |public |private |protected |internal |static |final |readonly |val )*"
    r"(?:[A-Za-z<>\[\]]+ )?"
    r"([\w.]*(?:SESSION_\w*(?:AGE|TTL|TIMEOUT|LIFETIME)|TOKEN_(?:TTL|LIFETIME|EXPIR\w*|MAX_AGE|VALIDITY)|COOKIE_\w+|SAMESITE|HSTS_\w+"
    r"|(?:BCRYPT|PBKDF2?|HASH|SCRYPT|ARGON2?)_\w*(?:ROUNDS|ITERATIONS|COST|ALGORITHM)|PASSWORD_MIN\w*|MIN_PASSWORD\w*"
    r"|MAX_LOGIN\w*|LOCKOUT_\w+|JWT_\w*(?:ALGORITHM|EXPIR\w*|TTL)|CSRF_\w+))\s*(?::\s*[\w\[\]<>]+\s*)?[=:]\s*"
    r"(-?\d[\w.* ]*|\"[^\"\n]*\"|'[^'\n]*'|[Tt]rue|[Ff]alse|timedelta\([^)\n]*\))",
)


def read_guards(source: Source) -> Iterator[Trait]:
    """Yield the guards (`guard`), what is switched off (`loosened`) and the security settings (`setting`) of a source.

    Only the lines that the change touched count: what stands on both sides alike says nothing. Comments and what
    merely defines or imports a guard do not count.
    """
    # Most files hold none of these words, and finding the comments costs a syntax tree.
    telling = {n: line for n, line in source.touched_lines if len(line) <= _LONGEST and _is_telling(line)}
    silent = find_silent(source) if telling else {}
    for number, line in telling.items():
        text = line[: silent.get(number, len(line))]
        guard = _GUARD.search(text)
        if guard and not _DEFINES.match(text) and not _in_string(text, guard.start()):
            yield Trait("guard", _name_guard(guard[0]), number)
        loosened = _LOOSENED.search(text)
        if loosened:
            yield Trait("loosened", text.strip(), number, "".join(loosened[0].split()))
        setting = _SECRET_SETTING.match(text)
        if setting:
            yield Trait("setting", setting[2].strip(), number, setting[1])


def find_silent(source: Source) -> dict[int, int]:
    """Return where the comment starts on each line that holds one, and 0 for the lines inside of one or a docstring."""
    silent: dict[int, int] = {}
    texts = [n for n in source.nodes["strings"] if n.start_point[0] != n.end_point[0]]
    for node in [*source.nodes["comments"], *texts]:
        first, last = node.start_point, node.end_point
        prefix = source.lines[first[0]].encode()[: first[1]].decode("utf-8", "replace")
        silent[first[0] + 1] = len(prefix)
        silent.update((row + 1, 0) for row in range(first[0] + 1, last[0] + 1))
    return silent


def _is_telling(line: str) -> bool:
    return bool(_GUARD.search(line) or _LOOSENED.search(line) or _SECRET_SETTING.match(line))


def _in_string(text: str, at: int) -> bool:
    before = text[:at]
    return any(before.count(mark) % 2 for mark in ('"', "'", "`"))


def _name_guard(text: str) -> str:
    return "".join(text.split()).removeprefix("await").rstrip("(") if text.endswith("(") else " ".join(text.split())
