/**
 * The style sheet of a report: system fonts, one column, hairlines. Colours come from the theme; dark applies
 * to screens alone, so that paper is always light.
 */

import { declareColours } from './theme.ts'

const PAGE = `
:root{color-scheme:light;${declareColours('light')};
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,monospace}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${declareColours('dark')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 var(--sans)}
main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
main{padding-top:clamp(1.5rem,5vw,4rem)}
h1,h2{text-wrap:pretty;overflow-wrap:anywhere}
h1{font-size:clamp(1.375rem,1.1rem + 1.3vw,1.875rem);line-height:1.3;font-weight:600;margin:.5rem 0 0;max-width:46rem;letter-spacing:-.012em}
h2{font-size:1.25rem;line-height:1.25;font-weight:600;margin:0 0 .75rem}
section{margin-top:clamp(2.25rem,5vw,3.5rem)}
p{max-width:42rem;margin:0 0 1rem;overflow-wrap:anywhere}
code{font:.875em/1.5 var(--mono);overflow-wrap:anywhere}
.eyebrow,.note,figcaption,footer,summary,.legend{color:var(--muted);font-size:.875rem}
.eyebrow{margin:0}
.note{margin:.75rem 0 0}
footer{padding-top:3rem;padding-bottom:2rem}
`

const BLOCKS = `
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr));gap:.9rem 2rem;margin:0}
dt{color:var(--muted);font-size:.8125rem}
dd{margin:0;overflow-wrap:anywhere}
.name{white-space:nowrap}
.name i,.legend i{display:inline-block;flex:none}
.name i{width:.6em;height:.6em;border-radius:50%;margin-right:.5em}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0 0 1rem;padding:0}
.legend li{display:flex;align-items:center;gap:.5em}
.legend i{width:1.25em}
.legend .line{border-top:2px solid}
.legend .dashed{border-top:2px dashed}
.legend .box{width:.8em;height:.8em;background:currentcolor}
pre{background:var(--raised);border-radius:4px;padding:.75rem 1rem;margin:0 0 1.25rem}
pre{overflow-x:auto;white-space:normal}
.command{user-select:all}
.command span{white-space:nowrap}
`

const TABLES = `
.scroll{overflow-x:auto;max-width:100%}
:focus-visible{outline:2px solid var(--better);outline-offset:2px}
table{border-collapse:collapse;font-size:.875rem;line-height:1.35;font-variant-numeric:tabular-nums lining-nums;min-width:min(100%,24rem)}
caption{text-align:left;color:var(--muted);padding:.5rem 0}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:baseline;padding:.4rem 1.1rem .4rem 0;border-bottom:1px solid var(--grid)}
thead th{white-space:nowrap;color:var(--muted);font-weight:400;font-size:.8125rem;vertical-align:bottom;border-bottom-color:var(--line)}
thead small{display:block;font-size:.75rem;max-width:12rem;margin-left:auto;overflow:hidden;text-overflow:ellipsis}
tbody th{font-weight:500;min-width:7rem;max-width:16rem;overflow-wrap:anywhere;position:sticky;left:0;background:var(--paper)}
.n{text-align:right;white-space:nowrap}
td:last-child,th:last-child{padding-right:0}
td{white-space:nowrap}
td:last-child:not(.n){white-space:normal;min-width:15rem}
.spread,.dropped{color:var(--muted)}
.diverged{color:var(--muted);font-style:italic}
details{margin-top:.75rem}
summary{cursor:pointer;width:max-content;max-width:100%}
summary:hover{color:var(--ink)}
details .scroll{max-height:28rem;overflow-y:auto}
`

const CHARTS = `
figure{margin:0;min-width:0}
figure svg{display:block;width:100%;height:auto}
figure text{font-family:inherit;font-variant-numeric:tabular-nums}
figcaption{margin-top:.5rem;max-width:42rem}
.title{margin:0 0 .25rem;font-size:.875rem;font-weight:600}
.narrow{display:none}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1.5rem 2rem}
section>figure svg{max-width:60rem}
.pair svg,#time~figure svg{max-width:29rem}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.25rem,1fr));gap:1.25rem 1rem}
.panels figcaption{margin-top:0;font-size:.8125rem}
.fold_marks path:hover{stroke:var(--ink);stroke-width:2.5;opacity:1}
@media (max-width:40rem){.facts{grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.9rem 1rem}.wide{display:none}.narrow{display:block}}
`

const PRINT = `
@page{margin:16mm}
@media print{
body{font-size:10pt}
main,footer{max-width:none;padding-left:0;padding-right:0}
.wide{display:block}.narrow{display:none}
h2{break-after:avoid}
figure,tr,.facts>div{break-inside:avoid}
thead{display:table-header-group}
.scroll,details .scroll{overflow:visible;max-height:none}
details:not([open]){display:none}
.command span{white-space:normal}
figure,.name i,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.panels{grid-template-columns:repeat(4,1fr)}
}
`

export const STYLE = [PAGE, BLOCKS, TABLES, CHARTS, PRINT].join('')
