// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// What the linters say, a finding a line:
//     node lint.mjs style|script|description FILE...
//     node lint.mjs html        pages on standard input: [{ "name": ..., "text": ... }, ...] as JSON
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import stylelint from 'stylelint';
import { createConfig, lint as lintDescription } from '@redocly/openapi-core';
import { DESCRIPTION_RULES, HTML_RULES, SCRIPT_RULES, STYLE_RULES } from './rules.mjs';

const cwd = dirname(fileURLToPath(import.meta.url));
const say = (where, line, column, rule, message) => console.log(`${where}:${line}:${column}: ${message} (${rule})`);

async function html() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const validator = new HtmlValidate(new StaticConfigLoader(HTML_RULES));
  for (const { name, text } of JSON.parse(Buffer.concat(chunks).toString())) {
    const report = await validator.validateString(text, name);
    for (const result of report.results) {
      for (const m of result.messages) say(name, m.line, m.column, m.ruleId, `${m.message} ${m.selector ?? ''}`);
    }
  }
}

async function style(files) {
  const { results } = await stylelint.lint({ files, config: STYLE_RULES, configBasedir: cwd });
  for (const r of results) for (const w of r.warnings) say(r.source, w.line, w.column, w.rule, w.text);
}

async function script(files) {
  // files of www are above this folder, which eslint does not look at otherwise
  const linter = new ESLint({ cwd: dirname(dirname(cwd)), overrideConfigFile: true, overrideConfig: SCRIPT_RULES });
  for (const r of await linter.lintFiles(files)) for (const m of r.messages) say(r.filePath, m.line, m.column, m.ruleId, m.message);
}

async function description(files) {
  const config = await createConfig(DESCRIPTION_RULES);
  for (const ref of files) {
    JSON.parse(await readFile(ref));
    for (const p of await lintDescription({ ref, config })) say(ref, p.location[0]?.pointer ?? '', 0, p.ruleId, p.message);
  }
}

const [what, ...files] = process.argv.slice(2);
await { html, style, script, description }[what](files);
