// Seconds left to undo, counted on this machine from the moment the bar appears; the server's clock decides.
const ends = new WeakMap();

function tick() {
  document.querySelectorAll('[data-seconds-left]').forEach((element) => {
    if (!ends.has(element)) ends.set(element, performance.now() + Number(element.dataset.secondsLeft) * 1000);
    const left = String(Math.max(0, Math.ceil((ends.get(element) - performance.now()) / 1000)));
    if (element.textContent !== left) element.textContent = left;
  });
}

export const watchCountdowns = () => setInterval(tick, 250);
