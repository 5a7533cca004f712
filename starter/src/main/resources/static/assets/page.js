// What the pages do beyond links and forms. Every page works without it; nothing here decides anything.
'use strict';
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const wide = () => matchMedia('(min-width: 64.01rem)').matches;

  // The reader's zone, so that the server writes times as they are here. A cookie and nothing else:
  // the server must know it before it answers.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes('zone=' + encodeURIComponent(zone))) {
    document.cookie = 'zone=' + encodeURIComponent(zone) + ';path=/;max-age=31536000;SameSite=Lax';
  }

  // A word about what just happened. It stays until the person does the next thing, and takes no click.
  const tell = text => { const told = $('#told'); if (told) told.textContent = text; };
  const SIGNED_OUT = 'You were signed out. Sign in in another tab, then go on here: what you typed is kept.';
  document.addEventListener('click', () => tell(''), true);

  // A request that fails is told where it fails; nothing else waits for it.
  const ignore = () => {};

  // ---- time goes on: what is left, in the words in which the server wrote it ----
  // By the server's clock: the reader's may be wrong.
  const ahead = Date.parse(document.documentElement.dataset.now) - Date.now() || 0;
  const SOON = 4 * 60;
  const parts = (large, of, small, then) => large + ' ' + of + (small ? ' ' + small + ' ' + then : '');

  function span(minutes) {
    const hours = Math.floor(minutes / 60);
    if (hours >= 24) return parts(Math.floor(hours / 24), 'd', hours % 24, 'h');
    return hours ? parts(hours, 'h', minutes % 60, 'min') : minutes + ' min';
  }

  function timeGoesOn() {
    all('time[data-left]').forEach(time => {
      const minutes = Math.max(0, Math.floor((Date.parse(time.dateTime) - Date.now() - ahead) / 60000));
      if (time.textContent !== span(minutes)) time.textContent = span(minutes);
      time.classList.toggle('soon', minutes < SOON);
    });
  }
  setInterval(timeGoesOn, 20000);

  // ---- rows, selection ----
  const rows = () => all('#rows tbody tr');
  const boxes = () => all('#rows td.pick input');
  let at = null;    // the row that the keys are on
  let ticked = null; // the row that was ticked last

  function stand(row) {
    all('#rows tr.at').forEach(r => r.classList.remove('at'));
    at = row;
    if (row) {
      row.classList.add('at');
      $('a.main', row).focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    }
  }

  function selection() {
    const chosen = boxes().filter(b => b.checked);
    const bulk = $('#bulk');
    if (!bulk) return;
    const matching = $('#every');
    const number = matching?.checked ? Number(matching.dataset.total) : chosen.length;
    bulk.hidden = number === 0;
    $('#bulk-count').textContent = number + ' selected';
    const acts = new Map();
    chosen.forEach(b => acts.set(b.dataset.act, (acts.get(b.dataset.act) || 0) + 1));
    $('#bulk-what').textContent = matching?.checked ? '' : [...acts].map(([act, n]) => act + ', ' + n).join(' · ');
    all('button[name=decision]', bulk).forEach(b => {
      b.textContent = (b.value === 'APPROVE' ? 'Approve ' : 'Reject ') + number + '…';
    });
    const every = $('#all');
    every.hidden = false;
    every.checked = chosen.length > 0 && chosen.length === boxes().length;
    every.indeterminate = chosen.length > 0 && chosen.length < boxes().length;
  }

  document.addEventListener('change', e => {
    // Whoever takes one out again does not want all that match.
    if (e.target.matches('#all, #rows td.pick input') && !e.target.checked && $('#every')) $('#every').checked = false;
    if (e.target.id === 'all' || e.target.id === 'every') {
      boxes().forEach(b => { b.checked = e.target.checked; });
      selection();
    } else if (e.target.matches('#rows td.pick input')) {
      ticked = e.target.closest('tr');
      selection();
    } else if (e.target.matches('main form:has(#together) td.pick input')) {
      together();
    } else if (e.target.matches('[data-col]')) {
      const columns = all('[data-col]');
      const shown = columns.filter(c => c.checked).map(c => c.value);
      $('input[name=cols]').value = shown.length === columns.length ? '' : shown.join(',') || 'none';
      e.target.form.requestSubmit();
    } else if (e.target.id === 'keys-on') {
      localStorage.setItem('single-keys', e.target.checked ? 'on' : 'off');
    }
  });
  // What is decided together, on the page that shows it once more.
  function together() {
    const button = $('#together');
    if (!button) return;
    const number = all('td.pick input:checked', button.form).length;
    button.textContent = button.dataset.verb + ' ' + number + (number === 1 ? ' action' : ' actions');
    button.disabled = number === 0;
  }

  document.addEventListener('reset', e => { if (e.target.id === 'rows') setTimeout(selection); });

  function tick(row, range) {
    const box = row && $('td.pick input', row);
    if (!box) return;
    box.checked = !box.checked;
    if (!box.checked && $('#every')) $('#every').checked = false;
    if (range && ticked) {
      const list = rows();
      const [from, to] = [list.indexOf(ticked), list.indexOf(row)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach(r => { const b = $('td.pick input', r); if (b) b.checked = true; });
    }
    ticked = row;
    selection();
  }

  // ---- the drawer ----
  let loading = null;
  const shownAction = () => $('#drawer [data-action]')?.dataset.action;

  function open(row, focus) {
    if (!row) return;
    const id = row.dataset.action;
    const busy = setTimeout(() => { const b = $('#d-busy'); if (b) b.textContent = 'Loading…'; }, 400);
    clearTimeout(loading);
    loading = setTimeout(() => {
      htmx.ajax('GET', '/actions/' + encodeURIComponent(id), { target: '#drawer', swap: 'innerHTML', source: '#drawer' })
        .then(() => { if (focus) $('#d-title')?.focus(); })
        .catch(ignore)
        .finally(() => clearTimeout(busy));
    }, focus ? 0 : 150);
    const address = new URL(location);
    address.searchParams.set('open', id);
    history.replaceState(null, '', address);
  }

  function close() {
    const id = shownAction();
    $('#drawer').replaceChildren();
    disarm();
    $('main').classList.remove('has-drawer');
    all('#rows tr.open').forEach(r => { r.classList.remove('open'); r.removeAttribute('aria-current'); });
    const address = new URL(location);
    address.searchParams.delete('open');
    history.replaceState(null, '', address);
    const row = id && document.getElementById('row-' + id);
    if (row) stand(row);
  }

  function marked() {
    const id = shownAction();
    $('main').classList.toggle('has-drawer', !!id && !!$('#rows'));
    all('#rows tr').forEach(r => {
      const is = !!id && r.dataset.action === id;
      r.classList.toggle('open', is);
      if (is) r.setAttribute('aria-current', 'true'); else r.removeAttribute('aria-current');
    });
    all('#drawer [data-step]').forEach(b => { b.hidden = !$('#rows'); });
    presence();
    restore();
  }

  document.addEventListener('click', e => {
    const link = e.target.closest('a, button');
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (link.matches('#rows a.main') && wide() && $('#drawer')) {
      e.preventDefault();
      at = link.closest('tr');
      open(at, true);
    } else if (link.matches('[data-close]') && $('#rows')) {
      e.preventDefault();
      close();
    } else if (link.matches('[data-step]')) {
      step(Number(link.dataset.step));
    } else if (link.matches('[data-dialog]')) {
      e.preventDefault();
      dialog(link.href);
    } else if (link.id === 'keys-open') {
      keys();
    } else if (link.matches('dialog [data-leave]')) {
      e.preventDefault();
      link.closest('dialog').close();
    }
  });

  function step(by) {
    const list = rows();
    const id = shownAction();
    const from = id ? list.findIndex(r => r.dataset.action === id) : list.indexOf(at);
    const next = list[Math.min(Math.max(from + by, 0), list.length - 1)];
    if (!next) return;
    stand(next);
    if (id) open(next, false);
  }

  // ---- dialogs ----
  function dialog(address) {
    htmx.ajax('GET', address, { target: '#dialog', swap: 'innerHTML' }).then(() => {
      const d = $('#dialog');
      if (!d.open) d.showModal();
      $('[data-leave]', d)?.focus();
    }).catch(ignore);
  }

  function keys() {
    const d = $('#keys');
    $('#keys-on').checked = single();
    d.showModal();
  }

  // ---- keyboard ----
  const single = () => localStorage.getItem('single-keys') !== 'off';
  let armed = null;
  let went = false;

  function arm(value) {
    const form = $('#decide');
    if (!form) return;
    all('button[name=decision]', form).forEach(b => b.classList.toggle('armed', b.value === value));
    armed = value;
    $('textarea', form).focus();
    tell((value === 'APPROVE' ? 'Approve' : 'Reject') + ' is armed. Ctrl Enter sends it.');
  }

  function disarm() {
    if (!armed) return;
    armed = null;
    all('#decide .armed').forEach(b => b.classList.remove('armed'));
    tell('');
  }

  document.addEventListener('keydown', e => {
    const field = e.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && armed && $('#decide')?.contains(e.target)) {
      e.preventDefault();
      const button = $('#decide button[value=' + armed + ']');
      armed = null;
      button.click();
      return;
    }
    if (e.key === 'Escape' && !$('dialog[open]')) {
      if (field && $('#drawer')?.contains(field)) { disarm(); $('#d-title').focus(); return; }
      if (shownAction() && $('#rows')) { close(); }
      return;
    }
    if (field || e.ctrlKey || e.metaKey || e.altKey || $('dialog[open]') || !single()) return;
    if (went) {
      went = false;
      const to = { p: '/', h: '/history', i: '/investigations', o: '/overview' }[e.key];
      if (to) { e.preventDefault(); location.assign(to); }
      return;
    }
    switch (e.key) {
      case 'j': step(at || shownAction() ? 1 : 0); break;
      case 'k': step(at || shownAction() ? -1 : 0); break;
      case 'x': tick(at || rows()[0], false); break;
      case 'X': tick(at || rows()[0], true); break;
      case 'a': arm('APPROVE'); break;
      case 'r': arm('REJECT'); break;
      case 'u': $('#drawer [data-dialog], tr.at [data-dialog]')?.click(); break;
      case '/': $('#search')?.focus(); break;
      case 'g': went = true; setTimeout(() => { went = false; }, 1500); break;
      case '.': $('#kept a')?.click(); break;
      case '?': keys(); break;
      default: return;
    }
    e.preventDefault();
  });

  // What was typed outlives a sign-in in between; it is forgotten once it was recorded.
  const typedFor = () => 'comment:' + shownAction();
  document.addEventListener('input', e => { if (e.target.id === 'comment' && shownAction()) sessionStorage.setItem(typedFor(), e.target.value); });
  function restore() {
    const comment = $('#comment');
    if (!shownAction()) return;
    if ($('#drawer .note.good') || !comment) sessionStorage.removeItem(typedFor());
    else if (comment && !comment.value) comment.value = sessionStorage.getItem(typedFor()) || '';
  }

  // Whoever signs in again comes back to where they were.
  document.addEventListener('submit', e => { if (e.target.id === 'again') e.target.elements.to.value = location.pathname + location.search; });

  // ---- what comes back ----
  document.addEventListener('htmx:beforeSwap', e => {
    // A whole page (of a sign-in that ran out, of a role that is missing) does not belong into a part of one.
    if (e.detail.serverResponse?.trimStart().toLowerCase().startsWith('<!doctype')) {
      e.detail.shouldSwap = false;
      const said = new DOMParser().parseFromString(e.detail.serverResponse, 'text/html').querySelector('h1');
      tell(e.detail.xhr.status === 403 && said ? said.textContent + '. Nothing was decided.' : SIGNED_OUT);
    }
  });
  // What several were asked about stays as it was filled in when the answer is that nothing came of it.
  document.addEventListener('htmx:beforeSwap', e => {
    if (e.detail.target?.id !== 'main' || e.detail.xhr.status < 400) return;
    e.detail.shouldSwap = false;
    const said = new DOMParser().parseFromString(e.detail.serverResponse, 'text/html').querySelector('.note');
    if (said) tell(said.textContent.trim());
  });
  document.addEventListener('htmx:afterSwap', e => {
    if (e.detail.target?.id === 'nav-count') counted();
    if (e.detail.target?.id === 'main') {
      const heading = $('#main h1');
      heading.tabIndex = -1;
      heading.focus();
      document.title = heading.textContent + ' · Quaestor';
      counted();
    }
    if (e.detail.target?.id !== 'drawer') return;
    armed = null;
    marked();
    const note = $('#drawer .note');
    if (note) note.scrollIntoView({ block: 'nearest' });
    selection();
  });
  document.addEventListener('htmx:oobAfterSwap', e => { if (e.detail.target?.id === 'nav-count') counted(); });
  // A server that is gone may have heard what was sent before it went.
  document.addEventListener('htmx:sendError', e => tell('The server cannot be reached.' + (e.detail.requestConfig?.verb === 'get' ? '' : ' It is not known whether this was recorded: look again before you send it. What you typed is still here.')));
  document.addEventListener('htmx:responseError', e => tell(e.detail.xhr.status === 401 ? SIGNED_OUT : 'The server answered with an error (' + e.detail.xhr.status + '). Nothing is known to have been recorded; look again.'));

  // While a person's own answer is on its way, the news of it must not take the form from under it:
  // they would read that somebody else was first.
  const decides = sender => !!sender.closest('#decide, #again');
  let sending = false;
  let missed = false;
  document.addEventListener('htmx:beforeRequest', e => { if (decides(e.detail.elt)) { sending = true; missed = false; } });
  document.addEventListener('htmx:afterRequest', e => {
    if (!decides(e.detail.elt)) return;
    sending = false;
    const id = shownAction();
    if (missed) setTimeout(() => { if (shownAction() === id && !sending) refresh(id).catch(ignore); }, 1500);
  });

  // ---- live: ids only, what they are about is fetched ----
  // Of all tabs of one person one has the stream and tells the others, because a browser opens but six
  // connections to a host. Who has the lock has the stream; it falls to the next tab in whatever way its
  // holder goes. Where a browser knows no locks, each tab has a stream of its own.
  const live = $('#live');
  const name = 'live ' + (live ? live.dataset.person : '');
  const shares = !!(window.BroadcastChannel && navigator.locks);
  const tabs = shares && live ? new BroadcastChannel(name) : null;
  let stream = null;
  let release = null;
  let asked = null;
  let over = false;
  let late = null;
  let heard = Date.now();
  let since = null;
  const kept = new Set();

  function state(on, text) {
    if (!live) return;
    live.classList.toggle('lost', !on);
    live.classList.remove('off');
    if (live.textContent !== text) live.textContent = text;
  }

  // A stream that ends is opened again at once; only what stays away is worth a word.
  function away() {
    if (!late && !since) late = setTimeout(() => { late = null; lost(); }, 4000);
  }

  function lost() {
    if (!since) {
      since = new Date();
      setTimeout(() => { if (since) $('#old').hidden = false; }, 10000);
    }
    state(false, 'Not live since ' + since.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }));
  }

  const count = () => htmx.ajax('GET', '/nav', { target: '#nav-count', swap: 'outerHTML' }).catch(ignore);

  // The number stands in three places, and is the same in all of them.
  function counted() {
    const nav = $('#nav-count');
    const heading = $('h1[data-counts]');
    if (heading) heading.textContent = nav.dataset.heading;
    document.title = document.title.replace(/^[\d,]+\+? pending · /, '');
    if (!nav.classList.contains('none')) document.title = nav.firstChild.textContent + ' pending · ' + document.title;
  }

  async function action(id) {
    const row = document.getElementById('row-' + id);
    if (row) {
      const done = row.closest('table.hist');
      if (!row.classList.contains('decided')) part('/actions/' + id + (done ? '/done-row' : '/row'), row);
    } else if ($('main').dataset.page === 'pending') {
      const answer = await fetch('/actions/' + id + '/row' + location.search, { headers: { 'HX-Request': 'true' } });
      if (answer.status === 200 && answer.headers.get('Waits') === 'yes') { kept.add(id); } else { kept.delete(id); }
      const box = $('#kept');
      box.hidden = kept.size === 0;
      $('.strong', box).textContent = kept.size === 1 ? '1 new action waits.' : kept.size + ' new actions wait.';
      $('a', box).textContent = 'Show ' + kept.size;
    }
    if (shownAction() === id) { if (sending) missed = true; else await refresh(id); }
  }

  async function part(address, row) {
    const answer = await fetch(address, { headers: { 'HX-Request': 'true' } });
    if (!answer.ok) return;
    const box = document.createElement('div');
    box.innerHTML = await answer.text();
    const fresh = $('template', box)?.content.querySelector('tr');
    if (!fresh) return;
    const was = $('td.pick input', row);
    const is = $('td.pick input', fresh);
    if (was && is) is.checked = was.checked && was.value === is.value;
    row.replaceWith(fresh);
    if (at === row) at = fresh;
    selection();
    marked();
  }

  // The drawer is renewed without taking from a person what they type, or were told of their own decision.
  async function refresh(id) {
    const answer = await fetch('/actions/' + id, { headers: { 'HX-Request': 'true' } });
    const text = await answer.text();
    if (sending) missed = true;
    if (answer.status === 401 || shownAction() !== id || sending) return;
    const box = document.createElement('div');
    box.innerHTML = text;
    const fresh = $('[name=planHash]', box);
    const shown = $('#drawer footer [name=planHash]');
    const field = $('#comment') || $('#unsent-text');
    const typed = field?.value || '';
    const types = typed || (field && field === document.activeElement);
    if (types && fresh && shown && fresh.value === shown.value) return;
    const told = !$('#drawer footer') && $('#drawer [data-told]:has(.note.good)');
    htmx.swap('#drawer', text, { swapStyle: 'innerHTML' });
    if (told) $('#drawer .body')?.prepend(told);
    const comment = $('#comment');
    const unsent = $('#unsent');
    if (types && comment) { comment.value = typed; comment.focus(); }
    if (unsent && typed) { unsent.hidden = false; $('#unsent-text').value = typed; }
    marked();
    if (types && shown) tell(fresh ? 'The plan changed while you looked. Nothing was decided.' : 'This was decided meanwhile: ' + ($('#d-decided')?.textContent || '') + '.');
  }

  async function presence() {
    const id = shownAction();
    const line = $('#presence');
    if (!id || !line || !live || live.classList.contains('off')) return;
    const answer = await fetch('/actions/' + id + '/presence', { headers: { 'HX-Request': 'true' } }).catch(ignore);
    if (answer?.ok && $('#presence')) $('#presence').textContent = (await answer.text()).trim();
  }

  // What came while nobody listened: the page is read again, and what differs is renewed or kept back.
  async function catchUp() {
    count();
    if (shownAction()) refresh(shownAction());
    if (!$('#rows')) return;
    const answer = await fetch(location.href).catch(ignore);
    if (!answer?.ok || answer.redirected) return;
    const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const there = all('#rows tr[data-action]', now).map(r => r.dataset.action);
    const here = rows().map(r => r.dataset.action);
    here.filter(id => !there.includes(id)).concat(there.filter(id => !here.includes(id))).forEach(id => action(id).catch(ignore));
  }

  function opened() {
    clearTimeout(late);
    late = null;
    // A page that was just made is as the server has it.
    if (since || performance.now() > 5000) catchUp();
    since = null;
    if ($('#old')) $('#old').hidden = true;
    state(true, 'Live');
    presence();
  }

  const does = {
    open: opened,
    beat: () => { if (since) opened(); else state(true, 'Live'); },
    action: e => action(e.id).catch(ignore),
    count: () => count(),
    case: e => { if ($('main').dataset.case === e.id) $('#renew')?.removeAttribute('hidden'); },
    presence: e => { if (shownAction() === e.id) presence(); },
    health: () => {},
    away: () => away(),
    lost: () => lost(),
    signedout: () => { over = true; drop(); state(false, 'Signed out'); tell(SIGNED_OUT); },
  };

  function hear(what, e) {
    if (what !== 'away' && what !== 'lost') heard = Date.now();
    does[what]?.(e);
  }

  function say(what, e) {
    tabs?.postMessage({ what, e });
    hear(what, e || {});
  }

  if (tabs) tabs.onmessage = m => hear(m.data.what, m.data.e || {});

  function listen() {
    stream = new EventSource('/live');
    stream.onopen = () => say('open');
    stream.onerror = () => {
      if (stream && stream.readyState === EventSource.CLOSED) {
        stream.close();
        stream = null;
        say('lost');
        setTimeout(() => { if (release && !stream) listen(); }, 5000 + Math.random() * 5000);
      } else { say('away'); }
    };
    for (const what of ['beat', 'action', 'count', 'case', 'presence', 'health', 'signedout']) {
      stream.addEventListener(what, e => say(what, e.data ? JSON.parse(e.data) : {}));
    }
  }

  function connect() {
    if (!live || over || release || asked || !window.EventSource) return;
    if (!shares) {
      release = () => {};
      listen();
      return;
    }
    asked = new AbortController();
    // Those who find the lock taken are told by who has it.
    navigator.locks.query().then(l => { if (l.held.some(h => h.name === name)) { heard = Date.now(); state(true, 'Live'); presence(); } });
    navigator.locks.request(name, { signal: asked.signal }, () => over ? null : new Promise(done => { asked = null; release = done; listen(); })).catch(() => {});
  }

  // Gives up the stream, or the wish for it.
  function drop() {
    stream?.close();
    stream = null;
    asked?.abort();
    asked = null;
    release?.();
    release = null;
  }

  // A proxy or a sleeping machine gives no error: what has been quiet for too long is lost.
  setInterval(() => {
    if (over || !(release || asked) || Date.now() - heard < 40000) return;
    lost();
    if (release) { heard = Date.now(); stream?.close(); listen(); }
  }, 5000);
  setInterval(presence, 15000);
  let hidden = null;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden);
    if (document.hidden) { hidden = setTimeout(drop, 300000); } else { connect(); }
  });

  const opener = $('#keys-open');
  if (opener) opener.hidden = false;
  if ($('#rows')) selection();
  together();
  marked();
  connect();
})();

// ---- texts that are code: a line to go to, a file to drop ----
(() => {
  document.addEventListener('click', e => {
    const link = e.target.closest('a[data-line]');
    const field = document.getElementById('yaml');
    if (!link || !field) return;
    e.preventDefault();
    const lines = field.value.split('\n');
    const before = lines.slice(0, Number(link.dataset.line) - 1);
    const start = before.join('\n').length + (before.length ? 1 : 0);
    field.focus();
    field.setSelectionRange(start, start + (lines[before.length] || '').length);
    field.scrollTop = Math.max(0, before.length - 4) * parseFloat(getComputedStyle(field).lineHeight);
  });

  const take = (field, file) => file.text().then(text => { field.value = text; field.focus(); });
  for (const field of document.querySelectorAll('textarea[data-drop]')) {
    field.addEventListener('dragover', e => { e.preventDefault(); field.classList.add('over'); });
    field.addEventListener('dragleave', () => field.classList.remove('over'));
    field.addEventListener('drop', e => {
      field.classList.remove('over');
      if (!e.dataTransfer.files.length) return;
      e.preventDefault();
      take(field, e.dataTransfer.files[0]);
    });
    const chooser = document.querySelector('input[type=file][data-for="' + field.id + '"]');
    if (chooser) {
      chooser.closest('[hidden]')?.removeAttribute('hidden');
      chooser.addEventListener('change', () => { if (chooser.files.length) take(field, chooser.files[0]); });
    }
  }
})();

// ---- what is shown once and copied ----
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', () => navigator.clipboard
    .writeText(document.getElementById(button.dataset.copy).textContent)
    .then(() => { button.textContent = 'Copied'; }, () => { button.textContent = 'Not copied: select it'; }));
}

// ---- the drawing of an investigation: larger, smaller, moved; without a script it scrolls ----
(() => {
  const frame = document.getElementById('drawing');
  const bar = document.getElementById('zoom');
  const drawing = frame?.querySelector('svg.graph');
  if (!drawing || !bar) return;
  const { width, height } = drawing.viewBox.baseVal;
  const fitting = () => Math.min(1, frame.clientWidth / width, parseFloat(getComputedStyle(frame).maxHeight) / height);
  let scale = 1;

  // What is under the point stays there.
  function zoom(to, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const before = scale;
    scale = Math.min(3, Math.max(Math.min(.25, fitting()), to));
    drawing.setAttribute('width', width * scale);
    drawing.setAttribute('height', height * scale);
    frame.scrollLeft = (frame.scrollLeft + x) * scale / before - x;
    frame.scrollTop = (frame.scrollTop + y) * scale / before - y;
    bar.querySelector('output').textContent = Math.round(scale * 100) + ' %';
  }

  const does = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit: () => zoom(fitting()) };
  bar.addEventListener('click', e => does[e.target.closest('[data-zoom]')?.dataset.zoom]?.());
  frame.addEventListener('keydown', e => {
    const which = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit' }[e.key];
    if (!which || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    does[which]();
  });
  frame.addEventListener('wheel', e => {
    if (!e.ctrlKey) return;
    e.preventDefault();
    const box = frame.getBoundingClientRect();
    zoom(scale * (e.deltaY < 0 ? 1.1 : 1 / 1.1), e.clientX - box.left, e.clientY - box.top);
  }, { passive: false });

  // A finger scrolls by itself.
  frame.addEventListener('pointerdown', e => {
    if (e.button !== 0 || e.pointerType === 'touch') return;
    frame.setPointerCapture(e.pointerId);
    frame.classList.add('held');
  });
  frame.addEventListener('pointermove', e => {
    if (!frame.classList.contains('held')) return;
    frame.scrollLeft -= e.movementX;
    frame.scrollTop -= e.movementY;
  });
  for (const end of ['pointerup', 'pointercancel']) frame.addEventListener(end, () => frame.classList.remove('held'));

  frame.classList.add('pans');
  frame.setAttribute('aria-label', 'Drawing: plus and minus change its size, 0 shows all of it, arrows move it');
  bar.hidden = false;
})();
