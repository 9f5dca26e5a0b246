"""Orders in a database."""

import json
import sqlite3
from datetime import date
from decimal import Decimal

from shop.orders import Line, Order, Status

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    country TEXT NOT NULL,
    placed TEXT NOT NULL,
    status TEXT NOT NULL,
    paid TEXT NOT NULL,
    lines TEXT NOT NULL
)
"""


class Storage:
    """A table of orders."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Create the table if there is none."""
        self._connection = connection
        connection.execute(SCHEMA)

    def save(self, order: Order) -> None:
        """Write an order, new or known."""
        lines = [[line.sku, line.quantity, str(line.unit_price), line.grams] for line in order.lines]
        row = (order.id, order.customer, order.country, order.placed.isoformat(), order.status, str(order.paid))
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO orders (id, customer, country, placed, status, paid, lines)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*row, json.dumps(lines)),
            )

    def find(self, order_id: str) -> Order | None:
        """Return an order, or None."""
        row = self._connection.execute(
            "SELECT id, customer, country, placed, status, paid, lines FROM orders WHERE id = ?", (order_id,)
        ).fetchone()
        if row is None:
            return None
        lines = tuple(Line(sku, quantity, Decimal(price), grams) for sku, quantity, price, grams in json.loads(row[6]))
        return Order(row[0], row[1], row[2], lines, date.fromisoformat(row[3]), Status(row[4]), Decimal(row[5]))
