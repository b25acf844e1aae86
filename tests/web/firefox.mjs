// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// Debian's Firefox for the tests in Python (pieces.mjs), through WebDriver BiDi, with `page` and `browser` of puppeteer-core.
import puppeteer from 'puppeteer-core';
import { elsewhere, serve } from './pieces.mjs';

const browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.argv[2] });
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 900 });
const faults = [];
page.on('pageerror', (error) => faults.push(String(error)));
const outside = [];
page.on('request', elsewhere(outside));

await serve({ page, browser, faults, outside });
await browser.close();
