// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// Light or dark, as this browser was told last. It runs before anything is drawn, so no page flashes in the other one first.
'use strict';
(() => {
  const root = document.documentElement;
  let kept = null;
  try { kept = localStorage.getItem('theme'); } catch { /* a browser that keeps nothing: as the system has it */ }
  if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    if (!button) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      document.dispatchEvent(new Event('themechange'));
      try { localStorage.setItem('theme', root.dataset.theme); } catch { /* for this page only */ }
    });
  });
})();
