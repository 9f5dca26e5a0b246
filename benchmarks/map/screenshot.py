"""Photograph a page that `reviewer map --format html` wrote, as a browser shows it in light and in dark.

    python benchmarks/map/screenshot.py map.html out/map [--chromium PATH]

writes out/map-light.png and out/map-dark.png. It needs Chromium, which the tests do not.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Blink's own numbers for what the user prefers.
SCHEMES = {"dark": 0, "light": 1}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    given = parser.parse_args()
    if not given.chromium:
        sys.stderr.write("There is no Chromium: name one with --chromium.\n")
        return 2
    page = given.page.resolve()
    found = re.search(r'<svg [^>]*class="map"[^>]* width="(\d+)" height="(\d+)"', page.read_text(encoding="utf-8"))
    width, height = (int(found[1]), int(found[2])) if found else (1200, 800)
    for scheme, number in SCHEMES.items():
        target = given.target.with_name(f"{given.target.name}-{scheme}.png").resolve()
        with tempfile.TemporaryDirectory() as profile:
            command = [given.chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            command += [f"--user-data-dir={profile}", f"--blink-settings=preferredColorScheme={number}"]
            command += [f"--window-size={max(900, width + 60)},{height + 420}", f"--screenshot={target}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
