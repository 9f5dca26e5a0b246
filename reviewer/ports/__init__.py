"""This package holds what the program asks of the world, as protocols with a few methods each."""

from reviewer.ports.archive import Archive, Record
from reviewer.ports.endpoint import Endpoint, EndpointFault, FaultKind, Message, Reply, Tool, ToolCall, Turn
from reviewer.ports.forge import Forge, Refused
from reviewer.ports.repository import Attested, Commit, CutLog, Ends, Origin, Place, Range, Repository, TreeEntry
from reviewer.ports.stores import Chain, FactStore, HistoryStore, LostFacts, Reach, Segment
from reviewer.ports.workshop import Run, Workshop

__all__ = [
    "Archive",
    "Attested",
    "Chain",
    "Commit",
    "CutLog",
    "Endpoint",
    "EndpointFault",
    "Ends",
    "FactStore",
    "FaultKind",
    "Forge",
    "HistoryStore",
    "LostFacts",
    "Message",
    "Origin",
    "Place",
    "Range",
    "Reach",
    "Record",
    "Refused",
    "Reply",
    "Repository",
    "Run",
    "Segment",
    "Tool",
    "ToolCall",
    "TreeEntry",
    "Turn",
    "Workshop",
]
