// Loaded in the head and blocking, so that "auto" shows no flash: the server cannot know the system's theme.
const root = document.documentElement;
if (root.dataset.themePref === 'auto') {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    if (root.dataset.themePref === 'auto') root.dataset.bsTheme = dark.matches ? 'dark' : 'light';
  };
  follow();
  dark.addEventListener('change', follow);
}
