/** The look of the HTML report: readable from 320 px up, light and dark, printable with everything unfolded. */
export const style = `
:root { color-scheme: light dark; --ground: #f6f6f4; --card: #fff; --ink: #1b1f24; --quiet: #59626d; --line: #e1e4e8;
  --code: #f1f2f4; --p0: #b3261e; --p1: #97580a; --p2: #2a5db0; --good: #1c7448; --fair: #a8690a; --poor: #b3261e; --rail: #e6e8eb; }
@media (prefers-color-scheme: dark) { :root { --ground: #121518; --card: #1b1f23; --ink: #e5e8eb; --quiet: #9ba5b0; --line: #2c3238;
  --code: #14171a; --p0: #ff8f82; --p1: #efb55f; --p2: #8db6ff; --good: #6ad09a; --fair: #efb55f; --poor: #ff8f82; --rail: #2c3238; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; overflow-wrap: anywhere; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.page { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2.25rem 0 .75rem; }
h2 small { color: var(--quiet); font-weight: 400; }
p { margin: 0 0 .75rem; }
a { color: inherit; text-underline-offset: .15em; text-decoration-color: var(--quiet); }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: 0; padding: .75rem .9rem; background: var(--code); border-radius: 6px; overflow-x: auto; }
pre code { overflow-wrap: normal; }
ul, ol { margin: 0; padding-left: 1.25rem; }
li + li { margin-top: .35rem; }
.quiet, .eyebrow, .facts { color: var(--quiet); }
.eyebrow { font-size: .875rem; margin: 0 0 .15rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; }
.good { --tone: var(--good); } .fair { --tone: var(--fair); } .poor { --tone: var(--poor); }
.verdict { display: grid; grid-template: "dial say" auto "dial first" 1fr / auto minmax(0, 1fr); gap: 0 1.25rem; margin-top: 1rem; }
.dial { grid-area: dial; align-self: center; width: 6.5rem; height: 6.5rem; border-radius: 50%; display: grid; place-items: center;
  background: radial-gradient(closest-side, var(--card) 79%, transparent 80%), conic-gradient(var(--tone) calc(var(--value) * 1%), var(--rail) 0); }
.dial span { text-align: center; font-size: 2rem; font-weight: 650; line-height: 1; color: var(--tone); }
.dial small { display: block; font-size: .75rem; font-weight: 400; color: var(--quiet); margin-top: .2rem; }
.say { grid-area: say; align-self: center; font-size: 1.1rem; font-weight: 600; margin: 0 0 .6rem; text-wrap: pretty; }
.first { grid-area: first; list-style: none; padding: 0; }
.verdict .say:last-child { margin: 0; grid-row: 1 / 3; }
.first li { display: flex; gap: .6rem; align-items: baseline; }
.badge { flex: none; font-size: .75rem; font-weight: 650; line-height: 1; padding: .3em .5em; border-radius: 5px; color: var(--tone); border: 1px solid currentColor; }
.p0 { --tone: var(--p0); } .p1 { --tone: var(--p1); } .p2 { --tone: var(--p2); }
.parts { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin-top: .75rem; }
.part b { display: flex; justify-content: space-between; gap: .5rem; font-weight: 600; }
.part b span { color: var(--tone); font-variant-numeric: tabular-nums; }
.bar { height: 6px; border-radius: 3px; background: var(--rail); margin: .45rem 0 .5rem; overflow: hidden; }
.bar i { display: block; height: 100%; width: calc(var(--value) * 1%); background: var(--tone); }
.part .quiet { font-size: .8125rem; overflow-wrap: anywhere; }
.how { margin: .75rem 0 0; font-size: .875rem; }
.how table { border-collapse: collapse; width: 100%; margin-top: .75rem; }
.how th, .how td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); font-weight: 400; }
.how td:first-child, .how .points { white-space: nowrap; font-variant-numeric: tabular-nums; }
.schema { margin: .75rem 0 0; font-size: .9375rem; }
.chips { display: flex; flex-wrap: wrap; gap: .35rem .9rem; padding: 0; margin: 0 0 .4rem; list-style: none; }
.chips li { margin: 0; white-space: nowrap; }
.filter { min-width: 0; position: sticky; top: 0; z-index: 1; display: flex; gap: .4rem; margin: 1.5rem -1rem 0; padding: .6rem 1rem; border: 0; background: var(--ground); overflow-x: auto; }
.filter input { position: absolute; opacity: 0; }
.filter label { border: 1px solid var(--line); background: var(--card); border-radius: 99px; padding: .25rem .8rem; font-size: .875rem; white-space: nowrap; cursor: pointer; }
.filter input:checked + label { background: var(--ink); color: var(--ground); border-color: var(--ink); }
.filter input:focus-visible + label { outline: 2px solid var(--p2); outline-offset: 2px; }
body:has(#only-p0:checked) .group:not(.p0), body:has(#only-p1:checked) .group:not(.p1), body:has(#only-p2:checked) .group:not(.p2) { display: none; }
.group h2 { margin-top: 1rem; }
.finding { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 10px; margin-bottom: .75rem; scroll-margin-top: 4rem; }
summary { cursor: pointer; }
.finding > summary { display: flex; gap: .75rem; align-items: flex-start; padding: .85rem 1.1rem; list-style: none; }
.finding > summary::-webkit-details-marker { display: none; }
.finding > summary::after { content: "+"; margin-left: auto; color: var(--quiet); font-size: 1.25rem; line-height: 1.2; }
.finding[open] > summary::after { content: "–"; }
.finding .head { min-width: 0; }
.finding .head b { font-weight: 620; overflow-wrap: anywhere; }
.finding .badge { margin-top: .15rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0 .9rem; font-size: .8125rem; margin-top: .15rem; }
.sure { white-space: nowrap; }
.sure i { display: inline-block; width: 2.5rem; height: 5px; border-radius: 3px; margin-right: .35rem; vertical-align: .1em;
  background: linear-gradient(to right, var(--quiet) calc(var(--sure) * 10%), var(--rail) 0); }
dl { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: .6rem 1rem; margin: 0; padding: .2rem 1.1rem 1.1rem; }
dt { color: var(--quiet); font-size: .875rem; padding-top: .05rem; }
dd { margin: 0; text-wrap: pretty; }
.places, .evidence { list-style: none; padding: 0; }
.places .quiet { font-size: .875rem; }
.kind { font-size: .75rem; border: 1px solid var(--line); border-radius: 4px; padding: .05rem .4rem; color: var(--quiet); margin-right: .25rem; }
.more { margin-top: .6rem; }
.more > summary, .how > summary, .aside > summary { color: var(--quiet); font-size: .875rem; }
.more[open] > summary { margin-bottom: .6rem; }
.factor { font-weight: 650; font-variant-numeric: tabular-nums; }
.plain { list-style: none; padding: .8rem 1.1rem; }
.plain > li { padding: .55rem 0; margin: 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.plain > li:first-child { border-top: 0; padding-top: 0; }
.plain > li:last-child { padding-bottom: 0; }
.steps { padding-left: 2.3rem; }
.steps li { padding-left: .25rem; }
.aside { margin-top: .75rem; }
.aside > summary { padding: .25rem 0; }
.error { color: var(--poor); } .warning { color: var(--fair); } .note { color: var(--quiet); }
footer { margin-top: 2.5rem; font-size: .8125rem; color: var(--quiet); }
@media (max-width: 44rem) {
  .parts { grid-template-columns: 1fr 1fr; }
  .verdict { grid-template: "dial say" auto "first first" auto / auto minmax(0, 1fr); gap: .9rem 1rem; }
  .dial { width: 5.25rem; height: 5.25rem; } .dial span { font-size: 1.6rem; }
  .say { font-size: 1rem; margin: 0; }
  .parts { gap: .5rem; } .part { padding: .75rem .8rem; } .part b { font-size: .875rem; }
  pre { white-space: pre-wrap; }
  dl { grid-template-columns: minmax(0, 1fr); gap: .1rem; }
  dd { margin-bottom: .7rem; }
  .finding > summary { padding: .8rem .85rem; }
  .how td:first-child { display: none; }
  dl { padding: .1rem .85rem .5rem; }
}
@media print { .filter, .finding > summary::after { display: none; } body { background: #fff; } .finding, .card { break-inside: avoid; } }
`;
