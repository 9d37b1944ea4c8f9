// Single-letter keys, declared in the markup by data-key. Off in fields, in dialogs and when a person turned them off.
const inField = (element) => element.closest('input, textarea, select, [contenteditable], dialog');

function press(event) {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (document.documentElement.dataset.keys === 'off' || inField(event.target)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches('input')) target.focus();
  else target.click();
}

export const watchKeys = () => document.addEventListener('keydown', press);
