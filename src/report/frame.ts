/** What stands around every page: its head, its foot, and the promise that it needs nothing but itself. */

import { type Html, html, trusted } from './html.ts'
import { STYLE } from './style.ts'

/** Holds even where an escape were forgotten: no script runs, nothing is loaded. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

export interface FrameParts {
  readonly title: string
  readonly content: readonly (Html | false)[]
  /** Of ogee, where a page is to be traced to it. */
  readonly version?: string
  /** Rules of this kind of page, after those of all. */
  readonly style?: string
}

/** The whole document. */
export function renderFrame({ title, content, version, style = '' }: FrameParts): string {
  const maker = version === undefined ? 'ogee' : `ogee ${version}`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${maker}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE + style)}</style>
</head>
<body>
<main>
${content}
</main>
<footer>Made by ${maker}. This file is complete: it loads nothing and runs no script.</footer>
</body>
</html>
`.markup
}
