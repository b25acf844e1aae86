// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// Each line of standard input is a piece of JavaScript as a JSON string; its result, or what went wrong, is a line of standard output.
import { createInterface } from 'node:readline';

const AsyncFunction = (async () => {}).constructor;

// Takes a request; keeps the address of one that goes elsewhere than to the unit, which is on this machine.
export const elsewhere = (kept) => (request) => {
  const url = request.url();
  if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(url)) kept.push(url);
};

// `names`: what a piece has, { page, ... }.
export async function serve(names) {
  for await (const line of createInterface({ input: process.stdin })) {
    let answer;
    try {
      const value = await new AsyncFunction(...Object.keys(names), JSON.parse(line))(...Object.values(names));
      answer = { value: value ?? null };
    } catch (error) {
      answer = { error: String(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
