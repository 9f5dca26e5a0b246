"""This module holds the style sheet of the page: it follows light and dark, and prints on two pages.

Text stands out from its paper by 4.5:1 at least, strokes by 3:1 (a test computes it).
"""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "page": "#f4f5f7",
    "paper": "#ffffff",
    "ink": "#1b1f24",
    "quiet": "#57606b",
    "rule": "#dde1e6",
    "focus": "#0550ae",
    "output": "#1d5fc2",
    "certain": "#127545",
    "gap": "#b4400f",
    "worse": "#b3261e",
    "other": "#7440b8",
}
DARK: Mapping[str, str] = {
    "page": "#0c0f13",
    "paper": "#14181e",
    "ink": "#e8ecf1",
    "quiet": "#a2acb8",
    "rule": "#2d343d",
    "focus": "#79c0ff",
    "output": "#76aefc",
    "certain": "#4cc585",
    "gap": "#f0884a",
    "worse": "#ff8f85",
    "other": "#b795f2",
}
# From read by somebody to read by nobody; the same in both, for each bears its number in black or white.
CLASSES = ("#127545", "#2f8f60", "#2b7f95", "#946010", "#7440b8", "#66707b", "#b4400f")
_FIXED = """\
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, "Segoe UI", Roboto,
  "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 15px; font-weight: 600; margin: 0; }
h2 { font-size: 18px; line-height: 1.3; margin: 0 0 12px; }
h3 { font-size: 15px; margin: 0 0 2px; }
p { margin: 0; }
.when, .about, small { color: var(--quiet); font-size: 13px; }
.lead { font-size: clamp(20px, 2.6vw, 29px); line-height: 1.25; font-weight: 650; letter-spacing: -0.01em;
  margin: 14px 0 20px; max-width: 34em; text-wrap: balance; overflow-wrap: anywhere; }
section, .verdict li { background: var(--paper); border: 1px solid var(--rule); border-radius: 10px; }
section { padding: 18px 20px; margin-top: 16px; }
.verdict { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px;
  grid-template-columns: repeat(auto-fit, minmax(158px, 1fr)); }
.verdict li { padding: 12px 14px; display: flex; flex-direction: column; gap: 2px; }
.verdict .name { font-size: 13px; color: var(--quiet); }
.verdict .value { font-size: 27px; font-weight: 650; line-height: 1.15; letter-spacing: -0.02em; }
.verdict .word { font-size: 19px; font-weight: 500; line-height: 1.65; letter-spacing: 0; }
.verdict .spark { width: 100%; height: 30px; margin: 4px 0 2px; }
.change { font-size: 13px; font-variant-numeric: tabular-nums; }
.worse { color: var(--worse); font-weight: 600; }
.verdict small { display: block; font-size: 12px; line-height: 1.35; }
td small, tbody th small { font-weight: 400; margin-left: 0.6em; }
.split, .figures { display: grid; gap: 18px 28px; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 310px), 1fr)); }
.figures figure { max-width: 520px; }
.split > figure { max-width: 400px; }
.published { margin-top: 10px; }
.split + table, .figures + table { margin-top: 18px; }
figure { margin: 0; }
figure .about { margin-bottom: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); font-size: 13px; padding-bottom: 6px; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0; border-top: 1px solid var(--rule);
  overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--quiet); font-weight: 500; font-size: 13px; }
tbody th { font-weight: 500; }
.number { text-align: right; overflow-wrap: normal; }
.measures th:first-child { width: 40%; }
.measures th:nth-child(2) { width: 19%; }
.measures .number { padding-right: 0; }
.steps { margin: 0; padding-left: 1.3em; display: grid; gap: 10px; }
.steps p { overflow-wrap: anywhere; }
.steps .what { font-weight: 600; }
.mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
details { margin-top: 8px; font-size: 13px; }
summary { cursor: pointer; color: var(--quiet); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.scroll { overflow-x: auto; }
.scroll th, .scroll td { white-space: nowrap; padding-right: 14px; font-size: 12px; }
.notes { margin: 8px 0 0; padding-left: 1.3em; }
.notes li { margin-bottom: 4px; overflow-wrap: anywhere; }
.chart { display: block; width: 100%; height: auto; font-family: inherit; }
.chart.slim { display: none; }
.chart text { fill: var(--ink); font-size: 12px; }
.chart .tick { fill: var(--quiet); font-size: 11px; }
.chart .middle { text-anchor: middle; }
.chart .end { text-anchor: end; }
.chart .within { fill: #ffffff; font-size: 11px; font-weight: 700; }
.grid { stroke: var(--rule); stroke-width: 1; fill: none; }
.line { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
.line.output, .line.certain { stroke-width: 2.75; }
.output { stroke: var(--output); }
.certain { stroke: var(--certain); stroke-dasharray: 7 4; }
.chart .label.output { fill: var(--output); stroke: none; font-weight: 650; font-size: 13px; }
.chart .label.certain { fill: var(--certain); stroke: none; font-weight: 650; font-size: 13px; }
.mark, .dot { stroke-dasharray: none; stroke-width: 0; }
.mark.output { fill: var(--output); }
.mark.certain { fill: var(--certain); }
.gap { stroke: none; }
.wash { fill: var(--gap); opacity: 0.12; }
.hatch { stroke: var(--gap); stroke-width: 2; opacity: 0.5; }
.stripe { stroke: #ffffff; stroke-width: 2; opacity: 0.38; }
.stroke-0 { stroke: var(--output); }
.stroke-1 { stroke: var(--gap); stroke-dasharray: 7 4; }
.stroke-2 { stroke: var(--certain); stroke-dasharray: 2 4; }
.stroke-3 { stroke: var(--other); stroke-dasharray: 9 3 2 3; }
.mark.stroke-0 { fill: var(--output); }
.mark.stroke-1 { fill: var(--gap); }
.mark.stroke-2 { fill: var(--certain); }
.mark.stroke-3 { fill: var(--other); }
.bar { fill: var(--output); opacity: 0.55; }
.solid { stroke-dasharray: none; }
.spark .line { stroke: var(--output); stroke-width: 1.75; vector-effect: non-scaling-stroke; }
.spark .band { fill: var(--rule); opacity: 0.75; }
@media screen and (min-width: 900px) {
  .split:has(> figure) { grid-template-columns: 370px minmax(0, 1fr); }
}
@media (max-width: 760px) {
  main { padding: 16px 12px 32px; }
  section { padding: 14px; }
  td small, tbody th small { display: block; margin-left: 0; }
  .measures th:first-child { width: 38%; }
  .measures th:nth-child(2) { width: 24%; }
  .verdict { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
  .verdict li { padding: 10px; }
  .verdict .value { font-size: 23px; }
  .chart.wide { display: none; }
  .chart.slim { display: block; }
  table { font-size: 13px; }
  th, td { padding-right: 8px; }
}
"""
_PRINT = """\
@page { size: A4; margin: 9mm 11mm; }
@media print {
  body { background: none; font-size: 8.5px; line-height: 1.25; }
  main { max-width: none; padding: 0; }
  section, .verdict li { border-color: #b8bfc7; border-radius: 4px; }
  section { padding: 5px 8px; margin-top: 5px; }
  h1 { font-size: 10px; }
  h2 { font-size: 11px; margin-bottom: 2px; break-after: avoid; }
  h3 { font-size: 9px; margin: 0; break-after: avoid; }
  .lead { font-size: 15px; margin: 3px 0 5px; max-width: none; }
  .when, .about, small, caption, thead th, .change, details, .mono, .verdict .name { font-size: 7.5px; }
  table { font-size: 8.5px; }
  caption { padding-bottom: 0; }
  th, td { padding-top: 1px; padding-bottom: 1px; }
  td small, tbody th small { display: inline; margin-left: 0.6em; }
  tr, figure, .steps li, .verdict li { break-inside: avoid; }
  .split, .figures { gap: 4px 14px; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
  .split:has(> figure) { grid-template-columns: 190px minmax(0, 1fr); }
  .split + table, .figures + table { margin-top: 3px; }
  .figures figure { max-width: 200px; }
  figure .about { margin-bottom: 2px; }
  .steps { gap: 1px; }
  .steps p { display: inline; }
  .verdict { grid-template-columns: repeat(auto-fit, minmax(90px, 1fr)); gap: 5px; }
  .verdict li { padding: 4px 6px; gap: 0; }
  .verdict .value { font-size: 15px; }
  .verdict .word { font-size: 11px; }
  .verdict .spark { height: 14px; margin: 1px 0 0; }
  .verdict small { font-size: 7.5px; line-height: 1.2; }
  .chart.wide { display: block; max-height: 150px; }
  .published { margin-top: 3px; }
  /* Nobody can open a fold on paper. */
  #definitions + details::details-content { content-visibility: visible; block-size: auto; }
  .notes { columns: 2; column-gap: 24px; margin-top: 3px; font-size: 7.5px; }
  .chart.slim, figure details, .chart + details, table + details { display: none; }
}
"""


def render_style() -> str:
    """Return the style sheet."""
    light, dark = (" ".join(f"--{name}: {value};" for name, value in table.items()) for table in (LIGHT, DARK))
    classes = "\n".join(f".class-{at} {{ fill: {colour}; }}" for at, colour in enumerate(CLASSES))
    return (
        f":root {{ color-scheme: light dark; {light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{_FIXED}{classes}\n{_PRINT}"
    )
