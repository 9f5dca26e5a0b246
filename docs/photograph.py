"""This module holds how a comment or a page is photographed, in light and in dark.

`python docs/photograph.py FILE.md FOLDER` writes four pictures of Markdown as GitHub shows it to FOLDER: light and
dark, with every fold closed and with every fold open. Drawings stay text. Of a page, FILE.html, it writes four
pictures, wide and as on a phone, and a PDF as it is printed.
It needs Chromium (`CHROMIUM` names another program than `chromium`).
"""

import os
import re
import subprocess
import sys
import tempfile
from html import escape
from itertools import product
from pathlib import Path

import cmarkgfm
from cmarkgfm.cmark import Options

WIDTH = 860
WIDTHS = {"wide": 1200, "phone": 390}
LOWEST = 240  # of a lower window Chromium makes an empty picture
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_HARDBREAKS
_NAMES = ("ink", "paper", "page", "line", "faint", "link", "code")
_COLOURS = {
    "light": ("#1f2328", "#fff", "#f6f8fa", "#d1d9e0", "#f6f8fa", "#0969da", "#818b981f"),
    "dark": ("#f0f6fc", "#0d1117", "#010409", "#3d444d", "#151b23", "#4493f8", "#656c7633"),
}
_STYLE = """
body{margin:0;padding:24px;background:var(--page);color:var(--ink);
  font:14px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
article{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:16px;overflow-wrap:break-word}
article>:first-child{margin-top:0}
article>:last-child{margin-bottom:0}
p,ul,table,pre,details{margin:0 0 16px}
h3{font-size:1.25em;line-height:1.25;margin:24px 0 16px;font-weight:600}
h4{font-size:1em;line-height:1.25;margin:24px 0 16px;font-weight:600}
a{color:var(--link);text-decoration:none}
ul{padding-left:2em}
li+li{margin-top:.25em}
hr{height:1px;border:0;background:var(--line);margin:24px 0}
code{font:85% ui-monospace,"Liberation Mono","DejaVu Sans Mono",monospace;background:var(--code);padding:.2em .4em;
  border-radius:6px;white-space:break-spaces}
pre{background:var(--faint);padding:16px;border-radius:6px;overflow:auto;line-height:1.45}
pre code{background:none;padding:0;white-space:pre}
pre[lang=mermaid]{height:60px;overflow:hidden}
table{display:block;width:max-content;max-width:100%;overflow:auto;border-collapse:collapse}
th,td{padding:6px 13px;border:1px solid var(--line)}
tr{background:var(--paper)}
tbody tr:nth-child(2n){background:var(--faint)}
blockquote{margin:0 0 16px;padding:0 1em;border-left:.25em solid var(--line);opacity:.8}
"""
_HEIGHT = "<script>document.title = Math.ceil(document.body.getBoundingClientRect().height)</script>"
# The window of Chromium is never as narrow as a phone; a frame in it is.
_FRAME = """<!doctype html><meta name="color-scheme" content="light dark"><body style="margin:0">
<iframe id="frame" style="border:0;display:block;width:{width}px;height:{height}px" srcdoc="{page}"></iframe><script>
frame.onload = () => {{ document.title = frame.contentDocument.documentElement.scrollHeight }}</script>"""
_SCHEMES = {"light": "--blink-settings=preferredColorScheme=1", "dark": "--blink-settings=preferredColorScheme=0"}
_PROGRAM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def main(arguments: list[str]) -> int:
    """Photograph the file that is named first into the folder that is named second."""
    if len(arguments) != 2:
        sys.stderr.write("usage: photograph.py FILE.md|FILE.html FOLDER\n")
        return 2
    source, folder = Path(arguments[0]), Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".html":
        for picture in photograph_page(text, folder, source.stem):
            sys.stdout.write(f"{picture}\n")
        return 0
    for name in _COLOURS:
        for opened in (False, True):
            picture = folder / f"{source.stem}-{name}{'-open' if opened else ''}.png"
            photograph(render_page(text, name, opened=opened), picture)
            sys.stdout.write(f"{picture}\n")
    return 0


def render_page(markdown: str, colours: str, *, opened: bool) -> str:
    """Return Markdown as a page in the manner of a comment on GitHub."""
    shown = cmarkgfm.github_flavored_markdown_to_html(markdown, options=_OPTIONS)
    if opened:
        shown = re.sub(r"<details>", "<details open>", shown)
    named = ";".join(f"--{name}:{colour}" for name, colour in zip(_NAMES, _COLOURS[colours], strict=True))
    style = f":root{{{named}}}{_STYLE}"
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style><article>{shown}</article>{_HEIGHT}'


def photograph(page: str, picture: Path) -> None:
    """Write a picture of a page, as high as the page is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={folder}/profile"
        found = re.search(
            r"<title>(\d+)</title>", _run(profile, f"--window-size={WIDTH},900", "--dump-dom", file.as_uri())
        )
        height = max(int(found[1]) if found else 900, LOWEST)
        _run(profile, f"--window-size={WIDTH},{height}", f"--screenshot={picture.resolve()}", file.as_uri())


def photograph_page(page: str, folder: Path, name: str) -> list[Path]:
    """Write pictures of a whole page, and the page as it is printed; return the files."""
    written = []
    with tempfile.TemporaryDirectory() as place:
        profile, file = f"--user-data-dir={place}/profile", Path(place, "page.html")
        for (size, width), scheme in product(WIDTHS.items(), _SCHEMES):
            height = 900
            for how in ("--dump-dom", "--screenshot"):
                file.write_text(_FRAME.format(width=width, height=height, page=escape(page)), encoding="utf-8")
                picture = folder / f"{name}-{size}-{scheme}.png"
                aim = how if how == "--dump-dom" else f"{how}={picture.resolve()}"
                told = _run(profile, _SCHEMES[scheme], f"--window-size={width},{height}", aim, file.as_uri())
                found = re.search(r"<title>(\d+)</title>", told)
                height = int(found[1]) if found else height
            written.append(picture)
        file.write_text(page, encoding="utf-8")
        written.append(folder / f"{name}-print.pdf")
        _run(profile, "--no-pdf-header-footer", f"--print-to-pdf={written[-1].resolve()}", file.as_uri())
    return written


def _run(*arguments: str) -> str:
    program = [os.environ.get("CHROMIUM", "chromium"), *_PROGRAM, *arguments]
    return subprocess.run(program, check=True, capture_output=True, text=True, timeout=60).stdout  # noqa: S603 - the program is the reader's own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
