"""Who may do what."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who acts on orders, with the permissions that were granted."""

    name: str
    permissions: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        """Tell whether the user holds a permission."""
        return permission in self.permissions
