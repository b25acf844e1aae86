// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// A browser for the tests in Python: each line of standard input is a piece of JavaScript as a JSON string, which has `page`,
// `context` and `browser` of playwright-core; its result, or what went wrong, is a line of standard output.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

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

const AsyncFunction = (async () => {}).constructor;
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const value = await new AsyncFunction('page', 'context', 'browser', 'faults', JSON.parse(line))(page, context, browser, faults);
    answer = { value: value ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
