"""Which distribution ships a module."""

import pytest

from reviewer.change.packages.shipped_modules import find_distribution, normalise_distribution
from reviewer.change.packages.standard import is_standard


@pytest.mark.parametrize(
    ("module", "declared", "found"),
    [
        ("yaml", {"pyyaml"}, "pyyaml"),
        ("google.cloud.storage.blob", {"google-cloud-storage"}, "google-cloud-storage"),
        ("google.protobuf", {"protobuf"}, "protobuf"),
        ("docx", {"python-docx"}, "python-docx"),
        ("opentelemetry.trace", {"opentelemetry-sdk"}, "opentelemetry-sdk"),
        ("corsheaders", {"django-cors-headers"}, "django-cors-headers"),
        ("yaml", {"types-pyyaml", "yamllint"}, ""),
        ("requests", {"types-requests", "requestsutils"}, ""),
    ],
)
def test_a_module_is_found_under_the_name_of_its_distribution(module: str, declared: set[str], found: str) -> None:
    assert find_distribution(module, declared) == found


def test_names_are_compared_as_pep_503_says() -> None:
    assert normalise_distribution("Zope.Interface__x") == "zope-interface-x"


@pytest.mark.parametrize(
    ("language", "package"),
    [("python", "tomllib"), ("python", "distutils"), ("go", "net/http"), ("rust", "core"), ("tsx", "node:sqlite")],
)
def test_what_a_language_brings_needs_no_manifest(language: str, package: str) -> None:
    assert is_standard(language, package)
