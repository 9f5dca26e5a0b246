"""Other programs read a picture as JSON; this module holds the published shape of it."""

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from reviewer.model import picture as pictures
from reviewer.render.contract import Text


class _Part(BaseModel):
    # Names are those of `reviewer.model.picture`, so that a part is read from the value it stands for.
    model_config = ConfigDict(frozen=True, from_attributes=True)


class NodePart(_Part):
    """One part of the repository."""

    id: Text = Field(description="Path of the file or folder; for what is folded a name that no path has.")
    label: Text = Field(description="What is written on it.")
    files: int = Field(description="Number of files that it holds; 0 for one that is a file.")
    state: pictures.NodeState = Field(description="What the change did to it.")
    in_cycle: bool = Field(description="Whether it is in a cycle; with a change, in one that the change closed.")
    layer: Text = Field(
        description="Name of the declared layer that all of its files are in; empty where there is none."
    )
    rest: int = Field(description="Number of parts folded into it; 0 for one that stands for itself.")


class EdgePart(_Part):
    """One part imports another."""

    source: Text = Field(description="Id of the node that imports.")
    target: Text = Field(description="Id of the node that is imported.")
    count: int = Field(description="Number of pairs of files behind it.")
    state: pictures.LinkState = Field(description="What the change did to it.")
    kind: Literal["import", "deferred", "type"] = Field(
        description="The strongest import: at the top level, inside of functions only, for type checkers only."
    )
    in_cycle: bool = Field(description="Whether it is in a cycle; with a change, in one that the change closed.")
    forbidden: Text = Field(description="The layer contract that it breaks, one sentence; empty without one.")


class MapReport(_Part):
    """What `reviewer map` draws. Fields are added under the same version, never removed or changed."""

    version: Literal["reviewer.map/1"] = Field(
        serialization_alias="schema", description="Name and version of this contract."
    )
    title: Text = Field(description="What is drawn.")
    level: pictures.Level = Field(description="What a node stands for.")
    nodes: tuple[NodePart, ...] = Field(description="The parts, ordered.")
    edges: tuple[EdgePart, ...] = Field(description="The dependencies, ordered.")
    omitted: tuple[Text, ...] = Field(description="Sentences about what is not drawn.")


def to_contract(picture: pictures.Picture) -> MapReport:
    """Return a picture in the shape of the contract, with every text safe to show."""
    return MapReport(
        version="reviewer.map/1",
        title=picture.title,
        level=picture.level,
        nodes=tuple(NodePart.model_validate(node) for node in picture.nodes),
        edges=tuple(EdgePart.model_validate(edge) for edge in picture.edges),
        omitted=picture.omitted,
    )


def schema() -> str:
    """Return the JSON Schema of the contract, as it stands in `docs/map.schema.json`."""
    return json.dumps(MapReport.model_json_schema(mode="serialization"), indent=2, sort_keys=True) + "\n"
