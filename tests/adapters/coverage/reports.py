"""This module holds small reports as the tools write them; those of coverage.py are made by running it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PRICE = """\
# Prices in cents.
def total(items):
    amount = 0
    for item in items:
        amount += item

    if amount > 1000:
        return discount(
            amount,
        )
    return amount


def discount(amount):  # pragma: no cover
    return amount - 100
"""
# As JavaScript: what c8 and nyc measured for one call with a small price.
SCRIPT = """\
// Prices in cents.
function total(items) {
  let sum = 0;
  for (const item of items) {
    sum += item.price;
  }

  if (sum > 1000) {
    return sum - 100;
  }
  return sum;
}

module.exports = { total };
"""
C8_LCOV = (
    "TN:\nSF:src/price.js\nFN:2,total\nFNF:1\nFNH:1\nFNDA:1,total\n"
    + "".join(f"DA:{line},{int(line not in (9, 10))}\n" for line in range(1, 15))
    + "LF:14\nLH:12\nBRDA:8,2,0,0\nBRF:3\nBRH:2\nend_of_record\n"
)
NYC_LCOV = """\
TN:
SF:src/price.js
FN:2,total
FNDA:1,total
DA:3,1
DA:4,1
DA:5,1
DA:8,1
DA:9,0
DA:11,1
DA:14,1
LF:7
LH:6
BRDA:8,0,0,0
end_of_record
"""
_STATEMENTS = {"0": 3, "1": 4, "2": 5, "3": 8, "4": 9, "5": 11, "6": 14}
ISTANBUL = json.dumps(
    {
        "/build/shop/src/price.js": {
            "path": "/build/shop/src/price.js",
            "statementMap": {
                key: {"start": {"line": line, "column": 2}, "end": {"line": line, "column": 9}}
                for key, line in _STATEMENTS.items()
            },
            "fnMap": {},
            "branchMap": {"0": {"line": 8, "type": "if", "locations": [{"start": {}, "end": {}}]}},
            "s": {key: int(line != 9) for key, line in _STATEMENTS.items()},
            "f": {},
            "b": {"0": [0, 1]},
        }
    }
)
CLOVER = """\
<?xml version="1.0" encoding="UTF-8"?>
<coverage generated="1795225137443" clover="3.2.0">
  <project timestamp="1795225137447" name="All files">
    <metrics statements="9" coveredstatements="8"/>
    <package name="shop.src">
      <file name="price.js" path="/build/shop/src/price.js">
        <line num="3" count="1" type="stmt"/>
        <line num="8" count="1" type="cond" truecount="1" falsecount="1"/>
        <line num="9" count="0" type="stmt"/>
      </file>
    </package>
  </project>
</coverage>
"""
PHPUNIT = """\
<?xml version="1.0" encoding="UTF-8"?>
<coverage generated="1700000000">
  <project timestamp="1700000000">
    <file name="/build/shop/src/Price.php">
      <class name="Shop\\Price" namespace="global"><metrics methods="1"/></class>
      <line num="7" type="method" name="total" visibility="public" complexity="1" crap="1" count="2"/>
      <line num="9" type="stmt" count="2"/>
      <line num="10" type="stmt" count="0"/>
    </file>
  </project>
</coverage>
"""
COBERTURA = """\
<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage lines-valid="3" lines-covered="2" line-rate="0.66" timestamp="1795225133143" version="0.1">
  <sources><source>/build/shop</source></sources>
  <packages><package name="src"><classes>
    <class name="Price" filename="src/price.cs">
      <methods><method name="Total"><lines><line number="2" hits="1"/></lines></method></methods>
      <lines><line number="2" hits="1"/><line number="3" hits="4" branch="true"/><line number="4" hits="0"/></lines>
    </class>
    <class name="Price/Inner" filename="src/price.cs">
      <lines><line number="4" hits="1"/><line number="6" hits="0"/></lines>
    </class>
  </classes></package></packages>
</coverage>
"""
JACOCO = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
<report name="shop">
  <sessioninfo id="ci-1" start="1700000000000" dump="1700000005000"/>
  <group name="core">
    <package name="com/acme/shop">
      <class name="com/acme/shop/Price" sourcefilename="Price.java">
        <method name="total" desc="()I" line="5"><counter type="LINE" missed="1" covered="2"/></method>
      </class>
      <sourcefile name="Price.java">
        <line nr="5" mi="0" ci="3" mb="0" cb="0"/>
        <line nr="6" mi="2" ci="1" mb="1" cb="1"/>
        <line nr="7" mi="4" ci="0" mb="0" cb="0"/>
        <counter type="LINE" missed="1" covered="2"/>
      </sourcefile>
    </package>
  </group>
</report>
"""
GO = """\
mode: atomic
example.com/shop/price/price.go:5.29,7.26 2 3
example.com/shop/price/price.go:7.26,9.3 1 0
example.com/shop/price/price.go:11.2,11.12 1 3
example.com/shop/cart/cart.go:3.20,5.2 1 0
mode: set
example.com/shop/cart/cart.go:3.20,5.2 1 1
"""


@dataclass(frozen=True)
class Ran:
    """What coverage.py wrote about one run: each report's bytes by its usual name."""

    folder: Path
    files: Mapping[str, bytes]


def run_coverage(folder: Path, *, branch: bool = False) -> Ran:
    """Run `total` once under coverage.py, with the test named by a context, and write every report it can."""
    package = folder / "shop"
    package.mkdir(parents=True)
    (package / "price.py").write_text(PRICE, encoding="utf-8")
    (folder / "run.py").write_text(
        "from shop.price import total\n\n\ndef test_total():\n    assert total([3]) == 3\n\n\ntest_total()\n",
        encoding="utf-8",
    )
    (folder / "settings").write_text(
        f"[run]\ndynamic_context = test_function\nbranch = {branch}\nsource = shop\n[json]\nshow_contexts = true\n",
        encoding="utf-8",
    )
    for step in ("run run.py", "xml -q", "json -q", "lcov -q"):
        word, *rest = step.split(" ")
        command = [sys.executable, "-m", "coverage", word, "--rcfile=settings", *rest]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    names = (".coverage", "coverage.xml", "coverage.json", "coverage.lcov")
    return Ran(folder, {name: (folder / name).read_bytes() for name in names})
