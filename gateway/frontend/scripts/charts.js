// Draws a figure from the table it holds: the table is the data, the canvas a picture of it. Loaded by lazy_charts.js.
import { BarController, BarElement, CategoryScale, Chart, LineController, LineElement, LinearScale, PointElement, Tooltip } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, LineController, LineElement, LinearScale, PointElement, Tooltip);
const TOKENS = { first: '--accent', second: '--chart-2', third: '--info', ink: '--ink', quiet: '--ink-2', grid: '--line', surface: '--surface' };
const ORDER = ['first', 'second', 'third'];
const drawn = new Map();

// light-dark() is resolved by the browser for an element's colour, never for a canvas: a probe is asked.
function palette() {
  const probe = document.body.appendChild(document.createElement('i'));
  const pick = (token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, pick(token)]));
  probe.remove();
  return found;
}

const language = () => document.documentElement.lang || 'en';
const FORMS = {
  money: (currency) => ({ style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 }),
  share: () => ({ style: 'percent', maximumFractionDigits: 0 }),
  plain: () => ({ notation: 'compact', maximumFractionDigits: 1 }),
};

function read(figure) {
  const table = figure.querySelector('table');
  const [corner, ...heads] = table.tHead.rows[0].cells;
  const rows = [...table.tBodies[0].rows];
  const series = heads.filter((head) => head.dataset.draws).map((head) => ({
    label: head.textContent.trim(),
    draws: head.dataset.draws,
    cells: rows.map((row) => row.cells[head.cellIndex]),
  }));
  return { corner: corner.textContent, labels: rows.map((row) => row.cells[0].textContent.trim()), series };
}

const number = (cell) => (cell?.dataset.value ? Number(cell.dataset.value) : null);

function dataset({ label, draws, cells }, index, colours) {
  const colour = colours[ORDER[index % ORDER.length]];
  const common = { label, data: cells.map(number), borderColor: colour, backgroundColor: colour };
  if (draws === 'bar') return { ...common, type: 'bar', order: 2, borderRadius: 4, maxBarThickness: 26 };
  const dashed = draws === 'dashes';
  return { ...common, type: 'line', order: 1, borderWidth: 2, borderDash: dashed ? [5, 4] : [], pointRadius: dashed ? 0 : 2.5, pointHoverRadius: 5, cubicInterpolationMode: 'monotone', spanGaps: true };
}

// A name beside its bar; the tip and the table say it in full.
function shortened(place) {
  const name = this.getLabelForValue(place);
  return name.length > 22 ? `${name.slice(0, 21)}…` : name;
}

function scales(across, colours, format) {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  const names = { grid: { display: false }, border: { color: colours.grid }, ticks: { color: colours.quiet, font, maxRotation: 0, autoSkipPadding: 12 } };
  const values = { beginAtZero: true, grid: { color: colours.grid }, border: { display: false }, ticks: { color: colours.quiet, font, maxTicksLimit: 5, callback: (value) => format.format(value) } };
  return across ? { x: values, y: { ...names, ticks: { ...names.ticks, autoSkip: false, callback: shortened } } } : { x: names, y: values };
}

function options(figure, data, colours) {
  const across = figure.dataset.chart === 'across';
  const format = new Intl.NumberFormat(language(), FORMS[figure.dataset.unit]?.(figure.dataset.currency) ?? FORMS.plain());
  const link = (chosen) => data.series[chosen.datasetIndex].cells[chosen.index]?.querySelector('a');
  return {
    indexAxis: across ? 'y' : 'x',
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', axis: across ? 'y' : 'x', intersect: false },
    scales: scales(across, colours, format),
    onClick: (_event, hit) => hit.length && link(hit[0])?.click(),
    plugins: {
      tooltip: {
        backgroundColor: colours.ink, titleColor: colours.surface, bodyColor: colours.surface, padding: 10, cornerRadius: 8, displayColors: false,
        callbacks: { label: (item) => `${item.dataset.label}: ${data.series[item.datasetIndex].cells[item.dataIndex].textContent.trim()}` },
      },
    },
  };
}

export function draw(figure) {
  drawn.get(figure)?.destroy();
  const colours = palette();
  const data = read(figure);
  const datasets = data.series.map((one, index) => dataset(one, index, colours));
  drawn.set(figure, new Chart(figure.querySelector('canvas'), { type: 'bar', data: { labels: data.labels, datasets }, options: options(figure, data, colours) }));
  figure.dataset.drawn = document.documentElement.dataset.bsTheme;
}

new MutationObserver(() => [...drawn.keys()].forEach((figure) => (figure.isConnected ? draw(figure) : drawn.delete(figure))))
  .observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
