"""The look of a page: one style sheet, light and dark, phone and desk, screen and paper."""

STYLE = """
:root { color-scheme: light dark;
  --paper: #fbfaf7; --ink: #1d1c1a; --quiet: #5f5b55; --rule: #d9d5cc; --card: #ffffff;
  --link: #0b5394; --red: #a3231a; --amber: #7a4f00; --green: #2b6233; --violet: #6a3d8a;
  --blue: #14567d; --wash-blue: #e6f0f6; --wash-red: #f9e7e4; --wash-amber: #f8eed7;
  --wash-grey: #efede8; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #16171a; --ink: #e9e6df; --quiet: #a8a49b; --rule: #3a3b40; --card: #1e2024;
  --link: #8fc1ec; --red: #ff9d90; --amber: #e8bd68; --green: #93d19b; --violet: #cfa8ea;
  --blue: #8ecbee; --wash-blue: #1b2e3a; --wash-red: #3c2320; --wash-amber: #38301c;
  --wash-grey: #26282c; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.1rem; }
header { padding-top: 2rem; }
h1, h2, h3, h4 { line-height: 1.2; text-wrap: balance;
  font-family: Charter, "Iowan Old Style", "Noto Serif", "DejaVu Serif", Georgia, serif; }
h1 { font-size: clamp(1.6rem, 4.5vw, 2.4rem); margin: .2rem 0 1rem; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .8rem; padding-top: .7rem;
  border-top: 2px solid var(--ink); }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
:target { outline: 2px solid var(--amber); outline-offset: 3px; border-radius: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; }
.kind { margin: 0; color: var(--quiet); font-size: .85rem; letter-spacing: .08em;
  text-transform: uppercase; }
dl { margin: 0; display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; }
dt, dd { padding: .45rem 0; border-top: 1px solid var(--rule); margin: 0; }
dt { color: var(--quiet); padding-right: 1.4rem; }
dd p { margin: 0 0 .35rem; } dd p:last-child { margin: 0; }
.head { font-size: .93rem; } .head dt, .head dd { border: 0; padding: .1rem 1.4rem .1rem 0; }
.glance { background: var(--card); border: 1px solid var(--rule); border-radius: 6px;
  padding: .4rem 1.1rem; }
.glance dl > :first-child, .glance dl > :nth-child(2) { border-top: 0; }
.glance dt { font-weight: 600; color: var(--ink); }
ul { padding-left: 1.2rem; margin: .5rem 0; } li { margin: .2rem 0; }
.sides { display: flex; flex-wrap: wrap; gap: .8rem; margin: .6rem 0 1.4rem; }
.side { flex: 1 1 16rem; border: 1px solid var(--rule); border-top: 4px solid; border-radius: 4px;
  background: var(--card); padding: .6rem .9rem .8rem; }
.side h4 { margin: 0 0 .3rem; } .side ul { list-style: none; padding: 0; margin: 0; }
.side li { border-top: 1px solid var(--rule); padding: .5rem 0; margin: 0; }
.side li:first-child { border-top: 0; padding-top: 0; } .side li p { margin: 0 0 .25rem; }
.side.supports { border-top-color: var(--blue); } .side.denies { border-top-color: var(--red); }
.side.silent { border-top-color: var(--amber); } .side.beside { border-top-color: var(--quiet);
  flex-basis: 100%; }
.bars { overflow-x: auto; line-height: 1.25; font-size: .8rem; }
.muted { color: var(--quiet); }
.quote { font-family: Charter, "Noto Serif", "DejaVu Serif", Georgia, serif; font-style: italic; }
.listed, .denies-word { color: var(--red); } .former, .silent-word { color: var(--amber); }
.absent { color: var(--green); } .unknown { color: var(--violet); }
.supports-word { color: var(--blue); } .beside-word { color: var(--quiet); }
.refs { font-size: .8rem; }
.refs a { text-decoration-thickness: 1px; white-space: nowrap; }
.wide { overflow-x: auto; margin: .6rem 0 1.2rem; }
table { border-collapse: collapse; width: 100%; font-size: .93rem;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0;
  border-bottom: 1px solid var(--rule); font-weight: inherit; }
thead th { color: var(--quiet); font-size: .85rem; white-space: nowrap; }
.day { white-space: nowrap; }
summary { cursor: pointer; color: var(--link); padding: .3rem 0; }
.text { white-space: pre-wrap; background: var(--card); border: 1px solid var(--rule);
  border-radius: 6px; padding: 1.1rem 1.2rem; line-height: 1.8; max-width: 46rem;
  font-family: Charter, "Noto Serif", "DejaVu Serif", Georgia, serif; }
.text .faded { color: var(--quiet); text-decoration: line-through; }
mark { color: inherit; background: none; }
mark.supports { background: var(--wash-blue); } mark.denies { background: var(--wash-red); }
mark.silent { background: var(--wash-amber); }
mark.event { border-bottom: 2px solid var(--quiet); }
mark.date { text-decoration: underline dotted; text-underline-offset: .2em; }
mark.actor { font-weight: 700; }
.tag { font: .68rem/1 system-ui, "Noto Sans", sans-serif; letter-spacing: .03em;
  border: 1px solid; border-radius: 3px; padding: .1em .35em; margin-right: .3em;
  vertical-align: .15em; text-decoration: none; color: var(--quiet); white-space: nowrap; }
a.tag { color: var(--link); }
.key { font-size: .85rem; color: var(--quiet); margin-bottom: .8rem; }
footer { color: var(--quiet); font-size: .85rem; padding-top: 2rem; padding-bottom: 3rem; }
@media (max-width: 34rem) { dl { display: block; } dt { padding-bottom: 0; }
  dd { border: 0; padding-top: .1rem; } .glance { padding: .2rem .9rem; }
  th, td { padding-right: .6rem; } table { font-size: .88rem; }
  .head dt { padding-top: .5rem; } }
@media print { :root { --paper: #fff; --card: #fff; } body { font-size: 10pt; }
  .skip, .key { display: none; } a { color: inherit; text-decoration: none; }
  .side, tr, .glance { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  .wide { overflow: visible; } summary { display: none; }
  details::details-content { content-visibility: visible; display: block; } }
"""
