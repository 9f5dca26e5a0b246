"""This module holds a small world: a shop, a fork of it, people, and two pull requests that were talked about."""

from pathlib import Path

from tests.adapters.repos import RepositoryBuilder, create_repository
from tests.forge.records import PullRequest
from tests.forge.world import ACTIONS, World

TOKEN = "workflow"  # noqa: S105 - it opens nothing but this
SHOP = "acme/shop"
FORK = "eve/shop"
_PRICES = "".join(f"PRICE_{number} = {number}\n" for number in range(1, 61))


def write_shop(directory: Path) -> RepositoryBuilder:
    """Write the shop: `main`, and a branch `discount` that changes, adds, deletes and renames files."""
    shop = create_repository(directory)
    shop.commit(
        {
            "shop/prices.py": _PRICES,
            "shop/old.py": "import os\n" * 8,
            "shop/gone.py": "x = 1\n",
            "logo.png": b"\x89PNG\0\1",
            "README.md": "# Shop\n",
        },
        "The shop",
    )
    shop.run("checkout", "--quiet", "-b", "discount")
    shop.commit({"shop/prices.py": _PRICES.replace("_20 = 20", "_20 = 19")}, "One price")
    changed = _PRICES.replace("_20 = 20", "_20 = 19").replace("PRICE_50 = 50\n", "")
    shop.commit(
        {
            "shop/prices.py": changed,
            "shop/old.py": None,
            "shop/new.py": "import os\n" * 8,
            "shop/gone.py": None,
            "logo.png": b"\x89PNG\0\2",
            "docs/größe.md": "Größe\n",
        },
        "Less",
    )
    shop.run("checkout", "--quiet", "main")
    return shop


def add_fork(world: World, shop: RepositoryBuilder, directory: Path) -> PullRequest:
    """Add a fork with a commit of its own, and a pull request from it."""
    fork = shop.clone(directory)
    fork.run("checkout", "--quiet", "-b", "gift")
    fork.commit({"gift.py": "def wrap() -> None:\n    eval(input())\n"}, "A gift")
    world.add_repository(FORK, fork.git_dir, parent=SHOP)
    return world.open_pull_request(SHOP, head="gift", source=FORK, by="eve", title="A gift")


def build_demo(directory: Path) -> World:
    """Build the world, with repositories below a directory."""
    world = World()
    shop = write_shop(directory / "shop")
    world.add_repository(SHOP, shop.git_dir, roles={"ada": "admin", "bob": "write", "tim": "triage", "eve": "read"})
    pull = world.open_pull_request(SHOP, head="discount", by="bob", title="Discount", body="Cheaper.")
    add_fork(world, shop, directory / "fork")
    world.comment(pull, "Is this tested?", by="ada")
    ours = world.comment(pull, "### Review plan", by=ACTIONS)
    world.react(ours, "-1", by="bob")
    thread = world.begin_thread(pull, "shop/prices.py", 20, "Why 19?", by="ada")
    world.reply(thread, "It is a discount.", by="bob")
    world.label(pull, "pricing", by="ada")
    world.token(
        TOKEN,
        permissions={
            "contents": "write",
            "pull-requests": "write",
            "issues": "write",
            "checks": "write",
            "security-events": "write",
        },
    )
    return world
