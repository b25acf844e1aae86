// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// What Lighthouse says of a page, as JSON:
//     node lighthouse.mjs CHROMIUM FOLDER URL
// FOLDER is an empty one for the browser's own files.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

const [executablePath, folder, url] = process.argv.slice(2);
const browser = await chromium.launchPersistentContext(folder, {
  executablePath,
  // any free port: the browser writes into its folder which one
  args: ['--remote-debugging-port=0', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});
const [port] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8')).split('\n');
const { lhr } = await lighthouse(url, {
  port: Number(port),
  logLevel: 'error',
  onlyCategories: ['performance', 'accessibility', 'best-practices'],
  // it waits for a quiet network, and the stream of an open page is never quiet
  maxWaitForLoad: 15000,
});
await browser.close();

const scores = Object.fromEntries(Object.values(lhr.categories).map((c) => [c.id, Math.round(c.score * 100)]));
const weak = Object.values(lhr.audits).filter((a) => a.score !== null && a.score < 0.9)
  .map((a) => `${a.id}: ${a.displayValue ?? ''} ${JSON.stringify(a.details?.items?.slice(0, 5) ?? '')}`);
console.log(JSON.stringify({ scores, weak, warnings: lhr.runWarnings, error: lhr.runtimeError ?? null }));
