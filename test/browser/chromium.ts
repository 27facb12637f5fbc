/** Opens a page in Chromium (`chromium`, or what OGEE_CHROMIUM names), and hears from it once. */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What is served under a path. */
export interface Answer {
  readonly type: 'text/html' | 'text/javascript' | 'application/json'
  readonly body: string
}

export interface PageOptions {
  /** Undefined for what there is not. The page itself is '/'. */
  readonly answer: (path: string) => Answer | undefined
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>
  /** Of Chromium, besides those without which it does not start here. */
  readonly flags?: readonly string[]
}

/** The JSON that the page posts to 'reply'. Throws where there is no Chromium, and where it ends before that. */
export async function replyOf({ answer, headers = {}, flags = [] }: PageOptions): Promise<unknown> {
  const { promise: replied, resolve, reject } = Promise.withResolvers<unknown>()
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    const found = path === '/reply' ? undefined : answer(path)
    const status = found || path === '/reply' ? 200 : 404
    response.writeHead(status, { ...headers, 'content-type': found?.type ?? 'text/plain' })
    if (path === '/reply') resolve(JSON.parse(await textOf(request)))
    response.end(found?.body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const profile = mkdtempSync(join(tmpdir(), 'ogee-browser-'))
  const { port } = server.address() as AddressInfo
  const browser = spawn(process.env.OGEE_CHROMIUM ?? 'chromium', [
    ...['--headless', '--no-sandbox', ...flags, `--user-data-dir=${profile}`],
    `http://127.0.0.1:${port}/`,
  ])
  browser.on('error', reject)
  browser.on('exit', () => reject(new Error('the browser ended early')))
  try {
    return await replied
  } finally {
    browser.removeAllListeners('exit')
    browser.kill()
    server.close()
    server.closeAllConnections()
    await new Promise((waited) => setTimeout(waited, 500))
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}
