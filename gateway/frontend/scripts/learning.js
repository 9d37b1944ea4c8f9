// An exam answer is kept as soon as it is given; a lost connection is told, and tried again until it is back.
// The clock only shows the server's time: when it ends, the page asks for the result.
const every = 4000;

function watchAnswers(form) {
  const state = document.getElementById('exam-state');
  let wanted = 0;
  let kept = 0;
  let retry;

  const say = (name) => {
    state.textContent = state.dataset[name];
    state.dataset.state = name;
  };
  async function save() {
    const now = wanted;
    clearTimeout(retry);
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'Prm-Saves': 'yes' } });
      if (answer.redirected) return location.assign(answer.url);
      if (answer.status === 422) return say('unfinished');
      if (!answer.ok) throw new Error(String(answer.status));
      kept = Math.max(kept, now);
      say(kept === wanted ? 'saved' : 'saving');
    } catch {
      say('unsaved');
      retry = setTimeout(save, every);
    }
  }
  form.addEventListener('change', () => {
    wanted += 1;
    say('saving');
    save();
  });
  addEventListener('online', () => kept !== wanted && save());
  addEventListener('beforeunload', (event) => form.dataset.sent !== 'yes' && kept !== wanted && event.preventDefault());
}

function watchClock(clock) {
  const end = performance.now() + Number(clock.dataset.clockSeconds) * 1000;
  const two = (number) => String(number).padStart(2, '0');
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${two(left % 60)}`;
    if (left === 0) {
      clearInterval(running);
      setTimeout(() => location.assign(clock.dataset.over), 6000);
    }
  };
  const running = setInterval(tick, 500);
  tick();
}

// A video says where it is now and then, and when it is left, so that another device goes on from there.
function watchVideo(video) {
  let told = -1;
  const tell = () => {
    const second = Math.floor(video.currentTime);
    if (Math.abs(second - told) < 5) return;
    told = second;
    const body = new FormData(document.querySelector(video.dataset.positionForm));
    body.set('second', String(second));
    fetch(video.dataset.position, { method: 'POST', body, keepalive: true }).catch(() => {});
  };
  video.addEventListener('timeupdate', () => Math.abs(video.currentTime - told) >= 15 && tell());
  video.addEventListener('pause', tell);
  addEventListener('pagehide', tell);
}

export function watchLearning() {
  const found = (selector, watch) => document.querySelectorAll(selector).forEach(watch);
  addEventListener('DOMContentLoaded', () => {
    found('form[data-saves]', watchAnswers);
    found('[data-clock-seconds]', watchClock);
    found('video[data-position]', watchVideo);
  });
}
