// Chart.js comes only when a figure is about to be seen. Where it does not come, the table that it draws is opened.
const show = async (figure) => {
  try {
    const charts = await import(figure.dataset.charts);
    charts.draw(figure);
  } catch {
    figure.dataset.drawn = 'never';
    figure.querySelector('details').open = true;
  }
};

export function watchCharts() {
  const near = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
    near.unobserve(entry.target);
    show(entry.target);
  }), { rootMargin: '160px' });
  const watch = () => document.querySelectorAll('[data-charts]:not([data-drawn])').forEach((figure) => near.observe(figure));
  document.addEventListener('DOMContentLoaded', watch);
  document.addEventListener('htmx:after:swap', watch);
}
