/* Nothing that she wrote is lost: the server keeps a draft; without a network this phone keeps it,
   and what she sends waits here until it can be delivered (queue.js). On a shared device nothing is
   kept on the device. */
(() => {
  "use strict";
  const { page, form, words, given, fill, show, go, ready, refused } = window.SenAnswer || {};
  if (!page) return;
  const { survey, identity, me, title } = page.dataset;
  const queues = "queue" in page.dataset && "indexedDB" in window;
  const drafts = "rev" in page.dataset;
  const blank = "blank" in page.dataset;
  const address = `/surveys/${survey}/draft`;
  const local = `${survey}:${form.elements.token?.value || me}`;
  const told = page.querySelector("[data-kept]");
  const PAUSE = 3000;
  const LATE = 15000;
  const SEND = 30000;
  const json = { Accept: "application/json", "Content-Type": "application/json" };
  let rev = Number(page.dataset.rev);
  let synced = given();
  let timer = 0;
  let saving = Promise.resolve(true);
  let sent = false;
  let dirty = false;
  let flying = 0;

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const changed = () => Object.fromEntries(Object.entries(given())
    .filter(([key, said]) => !same(said, synced[key])));

  /* Of an anonymous survey the draft stands under a code that this browser keeps; one that the
     address names is taken over. */
  function code() {
    if (identity !== "anonymous") return undefined;
    const key = `survey:${survey}`;
    const named = new URLSearchParams(location.search).get("draft_key");
    try {
      if (named) localStorage.setItem(key, named);
      else if (!localStorage.getItem(key)) localStorage.setItem(key, form.elements.draft_key.value);
      return localStorage.getItem(key);
    } catch {
      return form.elements.draft_key.value;
    }
  }

  /* AbortSignal.timeout, which old phones lack. */
  function within(patience) {
    const control = new AbortController();
    setTimeout(() => control.abort(), patience);
    return control.signal;
  }

  /* What is saved of questions that have no field here, as a picture that another phone sent. */
  const unseen = {};
  const whole = () => ({ ...given(), ...unseen });
  const body = (more) => JSON.stringify({
    answers: whole(), token: form.elements.token?.value, ...more,
  });
  async function put(more = {}) {
    flying += 1;
    try {
      return await fetch(address, {
        method: "PUT", headers: json, body: body({ rev: rev + 1, key: code() }), signal: within(LATE), ...more,
      });
    } finally {
      flying -= 1;
    }
  }

  /* The server has these answers now. */
  async function kept(answer, saved) {
    ({ rev } = await answer.json());
    synced = saved;
    dirty = !same(saved, given());
    if (queues) await self.SenQueue.drop("drafts", local);
  }

  /* Whether the server has it now. */
  async function save(said = words.kept) {
    const saved = given();
    try {
      const answer = await put();
      if (sent) return true;
      if (answer.ok) {
        await kept(answer, saved);
        told.textContent = said;
        return true;
      }
      const { code: reason, title: wrong, detail } = await answer.json();
      if (reason === "survey-draft-older") return await join();
      told.textContent = `${wrong}. ${detail}`;
      return false;
    } catch {
      if (sent) return false;
      told.textContent = queues ? words.here : words.lost;
      await keepHere();
      return false;
    }
  }

  /* With what stood there before: another phone may have said more meanwhile. */
  async function keepHere() {
    const hers = changed();
    const was = Object.fromEntries(Object.keys(hers).map((key) => [key, synced[key]]));
    if (queues) await self.SenQueue.put("drafts", { id: local, rev, answers: hers, was });
  }

  /* What the server has, with what was changed here since. */
  function take(newer) {
    const hers = changed();
    const names = [...form.elements].map((field) => field.name.split(".")[1]);
    const none = Object.fromEntries(Object.keys(synced).map((key) => [key, ""]));
    ({ rev } = newer);
    fill({ ...none, ...newer.answers });
    Object.assign(unseen, Object.fromEntries(Object.entries(newer.answers).filter(([key]) => !names.includes(key))));
    synced = given();
    fill(hers);
    show();
  }

  /* Another phone has saved since. */
  async function join() {
    const query = new URLSearchParams({ key: code() || "", token: form.elements.token?.value || "" });
    take(await (await fetch(`${address}?${query}`, { headers: json, signal: within(LATE) })).json());
    return save(words.joined);
  }

  const saveNow = () => {
    clearTimeout(timer);
    saving = saving.then(() => (sent ? true : save()));
    return saving;
  };

  function later() {
    dirty = true;
    if (!drafts || sent) return;
    clearTimeout(timer);
    timer = setTimeout(saveNow, PAUSE);
  }

  /* The page goes away: what is not saved goes with the last request, or stays here. */
  function leaving() {
    if (!drafts || sent || !dirty) return;
    clearTimeout(timer);
    const saved = given();
    const copied = keepHere().catch(() => {});
    put({ keepalive: true }).then(async (answer) => {
      await copied;
      if (answer.ok) await kept(answer, saved);
    }).catch(() => {});
  }

  /* A page that this phone kept holds nothing of hers, and may meet another woman. */
  async function resume() {
    if (!drafts || !(blank || identity === "anonymous")) return;
    if (identity === "anonymous") form.elements.draft_key.value = code();
    const token = form.elements.token?.value || "";
    const query = new URLSearchParams({ draft_key: code() || "", token });
    const asked = await fetch(`/surveys/${survey}/responses/new?${query}`, { headers: json, signal: within(LATE) });
    if (asked.status >= 500 || asked.status === 429) throw new Error("The server is away.");
    const read = asked.ok ? await asked.json() : {};
    if (blank && (!asked.ok || read.answered || (read.me || "") !== (me || ""))) {
      sent = true;
      await caches.delete(location.pathname + (token && `?token=${encodeURIComponent(token)}`));
      location.reload();
    } else if (read.draft?.rev > rev) {
      if (page.querySelector(".field-wrong")) ({ rev } = read.draft);
      else take(read.draft);
    }
  }

  async function resumeHere() {
    if (!queues || sent) return;
    const mine = await self.SenQueue.get("drafts", local);
    const back = (await self.SenQueue.all()).find((one) => one.body && one.survey === survey && one.local === local);
    if (back && back.state !== "refused") {
      waits();
      return;
    }
    if (mine) await rejoin(mine);
    if (back) {
      fill(back.body.answers);
      told.textContent = back.said;
    }
    show();
  }

  /* What stayed here, over what the server has; where another phone has answered since, hers stands
     and it is said what was written here. */
  async function rejoin({ rev: from, answers, was }) {
    const open = Object.entries(answers).filter(([key, said]) => !same(said, synced[key]));
    const passed = open.filter(([key]) => rev > from && !same(was[key], synced[key]));
    const written = (key) => /^(text|date|time)/.test(form.elements[`answers.${key}`]?.type);
    fill(Object.fromEntries(open.filter((one) => !passed.includes(one))));
    refused(passed.map(([key, said]) => ({
      pointer: `/answers/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      detail: written(key) ? words.mine.replace("{said}", said) : words.elsewhere,
    })));
    if (passed.length) told.textContent = words.newer;
    if (open.length > passed.length) later();
    else await self.SenQueue.drop("drafts", local);
  }

  /* Another language: everything is kept first. */
  async function translate(lang) {
    const here = new URL(location.href);
    here.searchParams.set("step", page.dataset.step);
    if (!drafts) sessionStorage.setItem(`survey:${survey}`, JSON.stringify(given()));
    else if (!(await saveNow())) return;
    sent = true;
    location.assign(`/language/${lang}?next=${encodeURIComponent(here.pathname + here.search)}`);
  }

  function carried() {
    const kept = sessionStorage.getItem(`survey:${survey}`);
    sessionStorage.removeItem(`survey:${survey}`);
    if (kept) fill(JSON.parse(kept));
    show();
  }

  /* Sending. What cannot be delivered now waits, and is taken once however often it comes. */
  const filled = () => {
    const value = (name) => form.elements[name]?.value || undefined;
    return {
      answers: whole(), token: value("token"), channel: value("channel"), ticket: value("ticket"),
      version_number: Number(value("version_number")), lang: value("lang"),
      draft_key: drafts ? code() : undefined,
    };
  };

  async function send() {
    clearTimeout(timer);
    page.querySelector("[data-send] button").classList.add("busy");
    sent = true;
    const said = filled();
    let answer;
    try {
      answer = await fetch(`/surveys/${survey}/responses`, {
        method: "POST", headers: json, body: JSON.stringify(said), signal: within(SEND),
      });
      if (answer.status >= 500) throw new Error("The server is away.");
    } catch {
      if (await queue(said).catch(() => false)) return waits();
      sent = false;
      told.textContent = words.unsent;
    }
    page.querySelector("[data-send] button").classList.remove("busy");
    if (!answer || answer.status >= 500) return undefined;
    if (answer.ok) return arrived(answer);
    sent = false;
    const { title: wrong, detail, errors = [] } = await answer.json();
    refused(errors);
    told.textContent = `${wrong}. ${errors.find((one) => !one.pointer.startsWith("/answers/"))?.detail || detail}`;
    told.classList.add("error");
    return undefined;
  }

  async function arrived(answer) {
    if (queues) {
      await self.SenQueue.drop("drafts", local).catch(() => {});
      navigator.serviceWorker?.controller?.postMessage({ forget: location.href });
    }
    location.assign(answer.headers.get("Location"));
  }

  async function queue(said) {
    if (!queues) return false;
    await self.SenQueue.put("waiting", {
      id: local, local, survey, title, me, who: document.body.dataset.who, at: Date.now(), state: "waiting",
      body: { ...said, way: "offline" },
    });
    await self.SenQueue.drop("drafts", local);
    navigator.storage?.persist?.();
    const worker = await navigator.serviceWorker?.getRegistration("/surveys/");
    await worker?.sync?.register("surveys").catch(() => {});
    return true;
  }

  function waits() {
    sent = true;
    page.querySelectorAll("form, [data-progress]").forEach((one) => { one.hidden = true; });
    const box = page.querySelector("[data-waits]");
    box.hidden = false;
    box.scrollIntoView({ block: "center" });
  }

  async function flushed() {
    const box = page.querySelector("[data-waits]");
    if (!queues || box.hidden) return;
    const one = await self.SenQueue.get("waiting", local);
    if (one?.state === "sent") location.assign(`/surveys/${survey}/responses/thanks?lang=${form.elements.lang.value}`);
    else if (one?.said || !one?.body) box.querySelector("[data-said]").textContent = one?.said || "";
  }

  form.addEventListener("input", later);
  document.querySelectorAll('a[href^="/language/"]').forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    translate(link.hreflang);
  }));
  /* Before sen.js locks the form against a second tap. */
  window.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    const { name, value } = event.submitter || {};
    if (name === "file") {
      form.elements.rev.value = flying ? "" : rev;
      sent = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (name === "lang") translate(value);
    else if (value === "stay") saveNow();
    else if (name === "go" && !(value === "next" && page.querySelector("[data-next]")?.hidden)) go(value === "next" ? 1 : -1);
    else if (!sent && ready()) send();
  }, true);
  window.addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leaving(); });
  const flush = () => queues && self.SenQueue.flush().then(flushed, () => {});
  window.addEventListener("online", () => {
    flush();
    if (blank && !sent) resume().catch(() => {});
    if (dirty) later();
  });
  navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data === "flushed") flushed(); });

  /* The worker keeps this page and all that it stands on. */
  async function install() {
    await navigator.serviceWorker.register("/sw.js", { scope: "/surveys/" });
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name))
      .filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
    const assets = [...new Set([...loaded.map((url) => url.pathname + url.search), page.dataset.waiting])];
    active.postMessage({ keep: { page: location.href, waiting: "/surveys/waiting", assets } });
  }

  document.querySelectorAll("[data-lost]").forEach((one) => {
    one.hidden = (one.dataset.lost === "waits") !== queues;
  });
  if (!drafts) try { carried(); } catch { /* No storage. */ }
  resume().catch(() => { if (blank) told.textContent = words.away; }).then(resumeHere).catch(() => {}).then(flush);
  if (queues && "serviceWorker" in navigator) install().catch(() => {});
})();
