"""This module holds which models an endpoint lists, for whoever named none."""

import time
from contextlib import closing

from reviewer.adapters.endpoint import faults, wire
from reviewer.adapters.endpoint.request import make_line
from reviewer.ports.endpoint import EndpointFault

_MOST_NAMED = 5
_MOST_NAME = 200


def find_only_model(base_url: str, api_key: str, seconds: float) -> str:
    """Return the one model that an endpoint lists. Raises `EndpointFault` where it lists none or several."""
    line = make_line(base_url, api_key)
    end = time.monotonic() + seconds
    late = f"the endpoint did not list its models within {seconds:,.0f} s: say which with --model"
    try:
        with closing(wire.listen(line, "/models", None, lambda: end - time.monotonic(), late=late)) as told:
            listed = [model for answer in told for model in _read(answer)]
    except Exception as error:  # noqa: BLE001 - whatever it is becomes a sentence
        failure = faults.judge(error, line, "")
        if failure.status == 404:
            raise EndpointFault("setup", "the endpoint does not list its models: say which with --model") from None
        raise failure.fault from None
    if len(listed) == 1:
        return listed[0]
    if not listed:
        raise EndpointFault("setup", "the endpoint lists no model: say which with --model")
    named = ", ".join(faults.quote(model, line, 60) for model in listed[:_MOST_NAMED])
    more = " ..." if len(listed) > _MOST_NAMED else ""
    raise EndpointFault("setup", f"say which model with --model; the endpoint has {named}{more}")


def _read(answer: object) -> list[str]:
    listed = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        raise EndpointFault("broken", "the endpoint answered JSON that is no list of models")
    names = [model.get("id") for model in listed if isinstance(model, dict)]
    return [name for name in names if isinstance(name, str) and name.isprintable() and 0 < len(name) <= _MOST_NAME]
