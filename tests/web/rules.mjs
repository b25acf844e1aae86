// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// What the linters hold the pages to: their own recommended rules. What is not asked for is named with its reason.
import js from '@eslint/js';
import globals from 'globals';

export const HTML_RULES = {
  extends: ['html-validate:recommended'],
  rules: {
    // A field's id is the setting's full name, with its dots, and HTML allows all but spaces: links and scripts find it by that.
    'valid-id': ['error', { relaxed: true }],
    // Names of site and model are people's, 63 bytes each; none is cut for a search engine, which never comes here.
    'long-title': 'off',
    // One page has it, /m, within noscript: where a script runs, www/small.js puts what is new in place. A screen without scripts
    // that showed old values as if they were new would be worse.
    'meta-refresh': 'off',
    // Boxes that are ticked are one setting with several values, which is what HTML has the same name for (4.10.22.4).
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
  },
};

export const STYLE_RULES = {
  extends: ['stylelint-config-standard'],
  rules: {
    // The layout of the sheet: a rule is a line wherever it fits, and stands beside what it belongs to.
    'at-rule-empty-line-before': null,
    'declaration-block-single-line-max-declarations': null,
    // It compares selectors that no element has both of (.node .val, .val of a row). The order is by part of the page.
    'no-descending-specificity': null,
  },
};

export const SCRIPT_RULES = [
  { ...js.configs.recommended, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': ['error', { destructuring: 'all' }], 'no-eval': 'error', 'no-implied-eval': 'error' } },
  { files: ['www/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['www/theme.js'], languageOptions: { sourceType: 'script' } },
  { files: ['tests/web/*.mjs'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];

export const DESCRIPTION_RULES = {
  extends: ['recommended'],
  rules: {
    // /healthz is open, takes no argument and refuses nobody.
    'operation-4xx-response': 'off',
  },
};
