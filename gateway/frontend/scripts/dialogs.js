// Native dialogs. A link with hx-target="#sheet" opens its page's form in the sheet; without JavaScript it opens the page.
export function watchDialogs(afterOpen) {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-opens]');
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = event.target.closest('[data-closes]');
    const dialog = closer?.closest('dialog[open]');
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  });
  document.addEventListener('htmx:after:swap', () => {
    const sheet = document.getElementById('sheet');
    if (!sheet || sheet.open || !sheet.firstElementChild) return;
    sheet.showModal();
    afterOpen();
  });
  document.getElementById('sheet')?.addEventListener('close', (event) => event.target.replaceChildren());
}
