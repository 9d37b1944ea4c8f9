// An exam answer is kept as soon as it is given; a lost connection is told, and tried again until it is back.
// The clock only shows the server's time: when it ends, the page asks for the result.
const every = 4000;

function watchAnswers(form) {
  const state = document.getElementById('exam-state');
  let wanted = 0;
  let kept = 0;
  let retry;
  let underway;

  const say = (name) => {
    state.textContent = state.dataset[name];
    state.dataset.state = name;
  };
  // One at a time, so that an older answer never arrives after a newer one.
  const save = () => (underway ??= send().finally(() => (underway = undefined)));
  async function send() {
    clearTimeout(retry);
    let now;
    do {
      now = wanted;
      say('saving');
      try {
        const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'Prm-Saves': 'yes' } });
        if (answer.redirected) return location.assign(answer.url);
        if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
        if (answer.ok) kept = now;
        say(answer.ok ? 'saved' : 'unfinished');
      } catch {
        say('unsaved');
        retry = setTimeout(save, every);
        return;
      }
    } while (now !== wanted);
  }
  form.addEventListener('change', () => {
    wanted += 1;
    save();
  });
  // Nobody leaves the page by its buttons with an answer that is not kept; what does not fit is told by the next page.
  form.addEventListener('submit', async (event) => {
    if (kept === wanted || state.dataset.state === 'unfinished') return;
    const button = event.submitter;
    event.preventDefault();
    event.stopPropagation();
    await save();
    if (state.dataset.state !== 'unsaved') form.requestSubmit(button);
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
