// What was typed survives a change of language: kept in this tab for one reload of the same page, never secrets.
const place = () => `form:${location.pathname}${location.search}`;
const fields = () => document.querySelectorAll('main input:not([type=hidden], [type=password], [type=search]), main select, main textarea');
const marks = (field) => field.matches('[type=checkbox], [type=radio]');

export function keepForm() {
  const values = [...fields()].map((field) => (marks(field) ? field.checked : field.value));
  if (values.length) sessionStorage.setItem(place(), JSON.stringify(values));
}

export function restoreForm() {
  const kept = sessionStorage.getItem(place());
  if (!kept) return;
  sessionStorage.removeItem(place());
  const values = JSON.parse(kept);
  [...fields()].forEach((field, index) => {
    if (values[index] === undefined) return;
    if (marks(field)) field.checked = values[index];
    else field.value = values[index];
  });
}
