// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// Chromium for the tests in Python (pieces.mjs), with `page`, `context` and `browser` of playwright-core.
import { chromium } from 'playwright-core';
import { elsewhere, serve } from './pieces.mjs';

const browser = await chromium.launch({
  executablePath: process.argv[2],
  // the tests' own container is what keeps it in; root cannot have Chromium's
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
// What a page says in its console is a fault of it: a refused script, a missing file.
const faults = [];
page.on('pageerror', (error) => faults.push(String(error)));
page.on('console', (message) => {
  // a connection that is lost, or a mistake in a form, is no fault of the page
  if (message.type() === 'error' && !/ERR_|status of 503|status of 422/.test(message.text())) faults.push(message.text());
});
// A unit is often where there is no other network: its pages ask nobody else for anything.
const outside = [];
context.on('request', elsewhere(outside));

await serve({ page, context, browser, faults, outside });
await browser.close();
