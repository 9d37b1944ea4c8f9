// Behaviour that makes the pages quicker; every page also works without this file.
import htmx from 'htmx.org';
import { watchKeys } from './keys.js';
import { watchCharts } from './lazy_charts.js';
import { watchCountdowns } from './countdown.js';
import { watchDialogs } from './dialogs.js';
import { watchLearning } from './learning.js';
import { keepForm, restoreForm } from './keep.js';

window.htmx = htmx;
const root = document.documentElement;

const focusOn = (selector, within = document) => {
  const target = within.querySelector(selector);
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
  return Boolean(target);
};
const focusAfterSwap = () => focusOn('[data-error-summary]') || focusOn('[data-focus-after]');

document.addEventListener('htmx:after:swap', focusAfterSwap);

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('[data-keeps-form]')) keepForm();
  if (form.matches('[data-theme-switch]')) return switchTheme(event);
  if (form.dataset.sent === 'yes' && !form.hasAttribute('hx-post')) return event.preventDefault();
  form.dataset.sent = 'yes';
  const button = event.submitter;
  setTimeout(() => button?.setAttribute('aria-busy', 'true'));
  setTimeout(() => settle(form), 8000);
});
const settle = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
};
document.addEventListener('htmx:finally:request', () => document.querySelectorAll('form[data-sent]').forEach(settle));
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(settle));

function switchTheme(event) {
  event.preventDefault();
  const theme = root.dataset.bsTheme === 'dark' ? 'light' : 'dark';
  root.dataset.bsTheme = theme;
  root.dataset.themePref = theme;
  event.target.elements.theme.value = theme === 'dark' ? 'light' : 'dark';
  const body = new FormData(event.target);
  body.set('theme', theme);
  fetch(event.target.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
  document.dispatchEvent(new Event('theme'));
}

document.addEventListener('click', async (event) => {
  const copy = event.target.closest('[data-copy]');
  if (!copy) return;
  await navigator.clipboard?.writeText(document.getElementById(copy.dataset.copy).textContent.trim());
  copy.textContent = copy.dataset.copied;
});

document.addEventListener('DOMContentLoaded', () => {
  root.dataset.js = 'ready';
  restoreForm();
  focusOn('[data-error-summary]');
});
watchKeys();
watchCharts();
watchCountdowns();
watchLearning();
watchDialogs(focusAfterSwap);
