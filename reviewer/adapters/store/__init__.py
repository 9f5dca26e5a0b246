"""This package holds the store: the answers of a forge as they came, and the facts that were made of them."""

from reviewer.adapters.store.asking import ask, export_tables
from reviewer.adapters.store.reading import connect
from reviewer.adapters.store.repository import StoredRepository
from reviewer.adapters.store.store import Store, default_folder, open_store

__all__ = ["Store", "StoredRepository", "ask", "connect", "default_folder", "export_tables", "open_store"]
