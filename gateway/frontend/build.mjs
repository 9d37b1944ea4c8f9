// Builds gateway/static from this folder: styles, scripts, icon sprite, font; each with .gz and .br beside it.
// Names carry a hash of the content and manifest.json maps them, so that they can be cached for ever.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { PurgeCSS } from 'purgecss';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const gateway = dirname(here);
const modules = join(here, 'node_modules');
const dist = join(gateway, 'static', 'dist');
const fonts = join(gateway, 'static', 'fonts');
const read = (path) => readFileSync(path, 'utf8');
const sources = () => walk(gateway).filter((path) => /\.(html|py)$/.test(path));

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'static', 'translations', 'migrations'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

async function styles() {
  const compiled = sass.compile(join(here, 'styles', 'app.scss'), { loadPaths: [modules], style: 'compressed', quietDeps: true, logger: sass.Logger.silent });
  const content = [...sources(), join(here, 'scripts', '*.js')];
  const safelist = { standard: ['htmx-request', 'htmx-swapping', 'htmx-settling'], greedy: [/data-bs-theme/] };
  const [purged] = await new PurgeCSS().purge({ css: [{ raw: compiled.css }], content, variables: true, safelist });
  return purged.css;
}

async function script(name) {
  const options = { bundle: true, minify: true, target: 'es2022', write: false, format: name === 'theme.js' ? 'iife' : 'esm' };
  const result = await bundle({ entryPoints: [join(here, 'scripts', name)], ...options });
  return result.outputFiles[0].text;
}

// A name with a hyphen counts wherever it is quoted; a plain word only where an icon is asked for.
function iconNames(text) {
  const asked = [...text.matchAll(/\b(?:icon|icon_name)\s*[=:(]\s*['"]([a-z0-9-]+)['"]|['"]icon['"]:\s*['"]([a-z0-9-]+)['"]/g)].map((hit) => hit[1] ?? hit[2]);
  const parts = [...text.matchAll(/\b(?:empty|task|pill)\(([^\n]*)/g)].flatMap((hit) => quoted(hit[1]));
  return [...asked, ...parts, ...quoted(text).filter((name) => name.includes('-'))];
}
const quoted = (text) => [...text.matchAll(/['"]([a-z0-9-]+)['"]/g)].map((hit) => hit[1]);
const drawing = (name) => join(modules, '@tabler', 'icons', 'icons', 'outline', `${name}.svg`);

function sprite() {
  const used = new Set(sources().flatMap((path) => iconNames(read(path))).filter((name) => existsSync(drawing(name))));
  const symbols = [...used].sort().map((name) => {
    const paths = read(drawing(name)).replace(/<\/?svg[^>]*>/g, '').replace(/<path stroke="none"[^>]*>/, '').replace(/\s+/g, ' ').replace(/> </g, '><').trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" stroke-linecap="round" stroke-linejoin="round">${symbols.join('')}</svg>`;
}

function publish(name, text, manifest) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  const hashed = `${basename(name, extname(name))}.${hash}${extname(name)}`;
  const bytes = Buffer.from(text);
  const packed = gzipSync(bytes, { level: 9 });
  writeFileSync(join(dist, hashed), bytes);
  writeFileSync(join(dist, `${hashed}.gz`), packed);
  writeFileSync(join(dist, `${hashed}.br`), brotliCompressSync(bytes));
  manifest[name] = hashed;
  console.log(`${hashed.padEnd(28)} ${bytes.length} bytes, ${packed.length} gz`);
}

mkdirSync(dist, { recursive: true });
mkdirSync(fonts, { recursive: true });
copyFileSync(join(modules, '@fontsource-variable', 'inter', 'files', 'inter-latin-wght-normal.woff2'), join(fonts, 'inter-latin.woff2'));
const manifest = {};
publish('app.css', await styles(), manifest);
publish('app.js', await script('app.js'), manifest);
publish('charts.js', await script('charts.js'), manifest);
publish('theme.js', await script('theme.js'), manifest);
publish('icons.svg', sprite(), manifest);
writeFileSync(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const kept = new Set(['manifest.json', ...Object.values(manifest).flatMap((file) => [file, `${file}.gz`, `${file}.br`])]);
readdirSync(dist).filter((file) => !kept.has(file)).forEach((file) => rmSync(join(dist, file)));
