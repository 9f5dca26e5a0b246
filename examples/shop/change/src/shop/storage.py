"""Orders in a database."""

import json
import sqlite3
from datetime import date
from decimal import Decimal

from shop.orders import Line, Order, ShippingMethod, Status

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    country TEXT NOT NULL,
    placed TEXT NOT NULL,
    status TEXT NOT NULL,
    paid TEXT NOT NULL,
    lines TEXT NOT NULL,
    method TEXT NOT NULL DEFAULT 'standard'
)
"""


class Storage:
    """A table of orders."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Create the table if there is none."""
        self._connection = connection
        connection.execute(SCHEMA)
        self._add_missing_columns()

    def save(self, order: Order) -> None:
        """Write an order, new or known."""
        lines = [[line.sku, line.quantity, str(line.unit_price), line.grams] for line in order.lines]
        row = (order.id, order.customer, order.country, order.placed.isoformat(), order.status, str(order.paid))
        row += (json.dumps(lines), order.method)
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO orders (id, customer, country, placed, status, paid, lines, method)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def find(self, order_id: str) -> Order | None:
        """Return an order, or None."""
        row = self._connection.execute(
            "SELECT id, customer, country, placed, status, paid, lines, method FROM orders WHERE id = ?", (order_id,)
        ).fetchone()
        if row is None:
            return None
        lines = tuple(Line(sku, quantity, Decimal(price), grams) for sku, quantity, price, grams in json.loads(row[6]))
        return Order(
            id=row[0],
            customer=row[1],
            country=row[2],
            lines=lines,
            placed=date.fromisoformat(row[3]),
            status=Status(row[4]),
            paid=Decimal(row[5]),
            method=ShippingMethod(row[7]),
        )

    def _add_missing_columns(self) -> None:
        """Bring a table that an earlier version created up to date."""
        known = {column[1] for column in self._connection.execute("PRAGMA table_info(orders)")}
        if "method" not in known:
            with self._connection:
                self._connection.execute("ALTER TABLE orders ADD COLUMN method TEXT NOT NULL DEFAULT 'standard'")
