"""This module holds the endpoints of code scanning: SARIF logs go in, and how they fared comes out."""

import base64
import binascii
import gzip
import json
import zlib

from tests.forge.records import Json
from tests.forge.rest.routing import Answer, Call, Need, Refusal, endpoint
from tests.forge.shapes import repository_url

_BIGGEST_LOG = 10 * 1024 * 1024
_OFF = "Code scanning is not enabled for this repository. Please enable code scanning in the repository settings."


@endpoint("POST", "/repos/{owner}/{repo}/code-scanning/sarifs", Need("security-events", "write"))
def take_log(call: Call) -> Answer:
    """Take a SARIF log in: packed, in base 64, and JSON."""
    repository, sent = call.repository, call.body
    if not repository.code_scanning:
        raise Refusal(403, _OFF)
    if len(sent["sarif"]) > _BIGGEST_LOG:
        raise Refusal(413, "The SARIF file is too large.")
    stores = [repository.git, *(pull.store for pull in repository.pulls.values())]
    if not any(store.resolve(sent["commit_sha"]) == sent["commit_sha"] for store in stores):
        raise Refusal(404, "commit not found")
    sarif = call.world.upload(repository, sent["commit_sha"], sent["ref"], _unpack(sent["sarif"]))
    return Answer(
        {"id": sarif.id, "url": f"{repository_url(repository, call.links)}/code-scanning/sarifs/{sarif.id}"}, 202
    )


@endpoint("GET", "/repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}", Need("security-events", "read"))
def show_fate(call: Call) -> Json:
    """Answer how a log fared."""
    sarif = call.find(call.repository.sarifs, "sarif_id")
    analyses = f"{repository_url(call.repository, call.links)}/code-scanning/analyses?sarif_id={sarif.id}"
    if sarif.status == "failed":
        return {"processing_status": "failed", "analyses_url": None, "errors": sarif.errors}
    return {"processing_status": sarif.status, "analyses_url": analyses if sarif.status == "complete" else None}


def _unpack(text: str) -> Json:
    try:
        log = json.loads(gzip.decompress(base64.b64decode(text, validate=True)))
    except (binascii.Error, OSError, EOFError, zlib.error, ValueError):
        raise Refusal(400, "Invalid request. The SARIF file is not gzip in Base64, or is not JSON.") from None
    if not isinstance(log, dict) or "runs" not in log:
        raise Refusal(400, "Invalid SARIF. The log holds no runs.")
    return log
