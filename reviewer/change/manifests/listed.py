"""This module holds the readers of manifests that are lists of lines, calls or elements, by a small grammar each."""

import json
import re
from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.manifests.dependency import Dependency, Group, Source
from reviewer.change.manifests.tabled import parse_requirement

_GO = compile_late(r"\s*(?:require\s+)?([\w.-]+\.[\w.-]+(?:/[\w.~-]+)*)\s+(v\d[\w.+-]*)\s*(//\s*indirect)?")
_GO_REPLACE = compile_late(r"\s*(?:replace\s+)?([\w.-]+\.[\w./~-]+)(?:\s+v\S+)?\s+=>\s+(\S+)(?:\s+(v\S+))?")
_GEM = compile_late(r"\s*gem\s*\(?\s*[\"']([\w.-]+)[\"']\s*,?([^#\n]*)")
_GEM_SOURCE = compile_late(r"\b(git|github|path)(?::|\s*=>)\s*[\"']([^\"']+)")
_GEM_GROUP = compile_late(r"\s*group\b([^#\n]*)\bdo\b")
_QUOTED = compile_late(r"[\"']([^\"']+)[\"']")
_GRADLE = compile_late(
    r"^\s*(\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|ksp|kapt|[cC]ompile))\s*\(?\s*(?:platform\s*\()?"
    r"\s*[\"']([\w.-]+:[\w.-]+)(?::([\w.+\[\],$-]+))?(?::[\w-]+)?[\"']"
)
_ELEMENT = compile_late(r"<(groupId|artifactId|version|scope)>\s*([^<]*?)\s*</\1>")
_POM_BLOCK = compile_late(r"<dependency>(.*?)</dependency>", re.DOTALL)
_POM_MANAGED = compile_late(r"<dependencyManagement>(.*?)</dependencyManagement>", re.DOTALL)
_POM_FOREIGN = compile_late(r"<(dependencies|build|profiles)>.*?</\1>", re.DOTALL)
_XML_COMMENT = compile_late(r"<!--.*?-->", re.DOTALL)
_PACKAGE = compile_late(r"<(PackageReference|PackageVersion)\b([^>]*)>")
_ATTRIBUTE = compile_late(r"\b(Include|Version|PrivateAssets)\s*=\s*\"([^\"]*)\"")
_SWIFT = compile_late(r"\.package\s*\(([^()]*(?:\([^()]*\)[^()]*){0,4})\)")
_SWIFT_FIELD = compile_late(r"\b(url|path|from|exact|branch|revision)\s*:\s*\"([^\"]+)\"")
_PLATFORM = compile_late(r"php$|ext-|lib-|composer-")
_PROPERTY = compile_late(r"\$\{([\w.-]+)\}")


def read_requirements(text: str) -> list[Dependency]:
    """Read a pip requirements file; options, includes and hashes declare nothing."""
    found: list[Dependency] = []
    for raw in text.replace("\\\n", " ").splitlines():
        line = re.split(r"\s#|^#|\s--", raw.strip())[0]
        if line.startswith(("git+", "http:", "https:", "-e git+")):
            source: Source = "git" if "git+" in line else "url"
            name = re.search(r"#egg=([\w.-]+)", raw) or re.search(r"/([\w.-]+?)(?:\.git)?(?:@[^/]*)?$", line)
            found.append(Dependency(name[1].lower() if name else line, "", "runtime", source, line.removeprefix("-e ")))
        elif line and line[0].isalnum():
            found.append(parse_requirement(line))
    return [d for d in found if d.name]


def read_setup_cfg(text: str) -> list[Dependency]:
    """Read `install_requires` and the extras of a setup.cfg."""
    found: list[Dependency] = []
    section, key = "", ""
    for line in text.splitlines():
        if line.startswith("["):
            section, key = line.strip("[] "), ""
        elif line[:1] not in ("", " ", "\t", "#", ";"):
            key, _, value = line.partition("=")
            key = key.strip()
            found += _read_requires(section, key, value.strip())
        elif line.strip() and not line.strip().startswith(("#", ";")):
            found += _read_requires(section, key, line.strip())
    return found


def read_go_mod(text: str) -> list[Dependency]:
    """Read the direct requirements of a go.mod; a `replace` is the source of its module."""
    required: dict[str, Dependency] = {}
    block = ""
    own = re.search(r"^module\s+(\S+)", text, re.MULTILINE)
    for line in text.splitlines():
        opened = re.match(r"\s*(\w+)\s*\(", line)
        block = opened[1] if opened else "" if line.strip() == ")" else block
        replaced, found = _GO_REPLACE.match(line), _GO.match(line)
        if replaced and (block == "replace" or line.lstrip().startswith("replace")):
            name, target = replaced[1], replaced[2]
            source: Source = "path" if target.startswith((".", "/")) else "url"
            if name in required:
                required[name] = Dependency(name, required[name].version, "runtime", source, target)
        elif found and not found[3] and (block == "require" or line.lstrip().startswith("require ")):
            required[found[1]] = Dependency(found[1], found[2])
    return [d for d in required.values() if not own or not d.name.startswith(f"{own[1]}/")]


def read_go_indirect(text: str) -> frozenset[str]:
    """Return the modules that a go.mod names as needed by others: using one directly adds nothing new."""
    found = (_GO.match(line) for line in text.splitlines())
    return frozenset(match[1] for match in found if match and match[3])


def read_gemfile(text: str) -> list[Dependency]:
    """Read a Gemfile; gems of the groups development and test are dev."""
    found: list[Dependency] = []
    in_dev = False
    for line in text.splitlines():
        opened = _GEM_GROUP.match(line)
        if opened:
            in_dev = bool(re.search(r"development|test", opened[1])) and "production" not in opened[1]
        elif line.startswith("end"):
            in_dev = False
        gem = _GEM.match(line)
        if gem:
            inline = re.search(r"groups?:\s*\[?\s*:(development|test)", gem[2])
            found.append(_read_gem(gem[1], gem[2], "dev" if in_dev or inline else "runtime"))
    return found


def read_gradle(text: str) -> list[Dependency]:
    """Read the string coordinates of a Gradle build script."""
    rows = [_GRADLE.match(line) for line in text.splitlines()]
    return [
        Dependency(row[2], row[3] or "", "dev" if row[1].lower().startswith(("test", "androidtest")) else "runtime")
        for row in rows
        if row
    ]


def read_pom(text: str) -> list[Dependency]:
    """Read the dependencies of a Maven pom; versions from its own properties are filled in."""
    bare = _XML_COMMENT.sub("", text)
    properties = dict(re.findall(r"<([\w.-]+)>\s*([^<\s]+)\s*</", bare))
    managed = "".join(_POM_MANAGED.findall(bare))
    parts: tuple[tuple[str, Group], ...] = ((managed, "managed"), (_POM_MANAGED.sub("", bare), "runtime"))
    found = []
    for part, usual in parts:
        for block in _POM_BLOCK.findall(part):
            row = dict(_ELEMENT.findall(re.sub(r"<exclusions>.*?</exclusions>", "", block, flags=re.DOTALL)))
            version = _PROPERTY.sub(lambda m: properties.get(m[1], m[0]), row.get("version", ""))
            group: Group = "dev" if row.get("scope") == "test" else usual
            found.append(Dependency(f"{row.get('groupId', '')}:{row.get('artifactId', '')}", version, group))
    own = re.search(r"<groupId>\s*([^<]*?)\s*</groupId>", _POM_FOREIGN.sub("", bare))
    modules = ("${project.", f"{own[1]}:" if own else "${project.")
    return [d for d in found if not d.name.startswith(modules)]


def read_projects(text: str) -> list[Dependency]:
    """Read the package references of a .NET project or its central versions."""
    found = []
    for element, attributes in _PACKAGE.findall(_XML_COMMENT.sub("", text)):
        row = dict(_ATTRIBUTE.findall(attributes))
        if row.get("Include"):
            group: Group = "dev" if row.get("PrivateAssets", "").lower() == "all" else "runtime"
            group = "managed" if element == "PackageVersion" else group
            found.append(Dependency(row["Include"], row.get("Version", ""), group))
    return found


def read_composer(text: str) -> list[Dependency]:
    """Read a composer.json; the platform (PHP and its extensions) is no dependency."""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found = []
    keys: tuple[tuple[str, Group], ...] = (("require", "runtime"), ("require-dev", "dev"))
    for key, group in keys if isinstance(table, dict) else ():
        rows = table.get(key)
        for name, version in rows.items() if isinstance(rows, dict) else ():
            if not _PLATFORM.match(name):
                found.append(Dependency(name, str(version), group))
    return found


def read_swift(text: str) -> list[Dependency]:
    """Read the packages of a Package.swift; one by path lies in the repository."""
    found = []
    for call in _SWIFT.findall(text):
        row = dict(_SWIFT_FIELD.findall(call))
        if "url" in row:
            name = row["url"].rstrip("/").removesuffix(".git").rsplit("/", 2)
            version = row.get("from") or row.get("exact") or row.get("branch") or row.get("revision", "")
            found.append(Dependency("/".join(name[-2:]), version))
    return found


def _read_requires(section: str, key: str, value: str) -> Iterator[Dependency]:
    if not value or not value[0].isalnum():
        return
    if section == "options" and key == "install_requires":
        yield parse_requirement(value)
    elif section == "options.extras_require" and "=" not in key:
        yield parse_requirement(value, "dev" if re.match(r"dev|test|lint|doc", key) else "runtime")


def _read_gem(name: str, rest: str, group: Group) -> Dependency:
    foreign = _GEM_SOURCE.search(rest)
    if foreign:
        return Dependency(name, "", group, "path" if foreign[1] == "path" else "git", foreign[2])
    versions = [v for v in _QUOTED.findall(rest.split(":", maxsplit=1)[0]) if v[:1] in "~><=0123456789"]
    return Dependency(name, ", ".join(versions), group)
