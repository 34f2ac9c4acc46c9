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
  const address = `/surveys/${survey}/draft`;
  const local = `${survey}:${form.elements.token?.value || me}`;
  const told = page.querySelector("[data-kept]");
  const PAUSE = 3000;
  const SEND = 30000;
  const json = { Accept: "application/json", "Content-Type": "application/json" };
  let rev = Number(page.dataset.rev);
  let synced = given();
  let timer = 0;
  let saving = Promise.resolve(true);
  let sent = false;
  let dirty = false;

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

  const body = (more) => JSON.stringify({
    answers: given(), token: form.elements.token?.value, ...more,
  });
  const put = (more = {}) => fetch(address, {
    method: "PUT", headers: json, body: body({ rev: rev + 1, key: code() }), ...more,
  });

  /* Whether the server has it now. */
  async function save() {
    const saved = given();
    try {
      const answer = await put();
      const read = await answer.json();
      if (read.code === "survey-draft-older") return await join();
      told.textContent = answer.ok ? words.kept : `${read.title}. ${read.detail}`;
      if (!answer.ok) return false;
      rev = read.rev;
      synced = saved;
      dirty = !same(saved, given());
      if (queues) await self.SenQueue.drop("drafts", local);
      return true;
    } catch {
      await keepHere();
      return false;
    }
  }

  async function keepHere() {
    told.textContent = queues ? words.here : words.lost;
    if (queues) await self.SenQueue.put("drafts", { id: local, answers: changed() });
  }

  /* Another phone has saved since: its answers, with what was changed here since then. */
  async function join() {
    const hers = changed();
    const query = new URLSearchParams({ key: code() || "", token: form.elements.token?.value || "" });
    const newer = await (await fetch(`${address}?${query}`, { headers: json })).json();
    rev = newer.rev;
    fill(newer.answers);
    synced = given();
    fill(hers);
    show();
    told.textContent = words.joined;
    const answer = await put();
    if (answer.ok) rev = (await answer.json()).rev;
    return answer.ok;
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
    put({ keepalive: true }).then(async (answer) => {
      if (answer.ok) ({ rev } = await answer.json());
    }).catch(() => {});
    if (queues) self.SenQueue.put("drafts", { id: local, answers: changed() }).catch(() => {});
  }

  async function resume() {
    if (drafts && identity === "anonymous") {
      form.elements.draft_key.value = code();
      const kept = await (await fetch(`${address}?key=${code()}`, { headers: json })).json();
      if (kept.rev > rev) {
        rev = kept.rev;
        if (!page.querySelector(".field-wrong")) fill(kept.answers);
        synced = given();
        show();
      }
    }
  }

  async function resumeHere() {
    if (!queues) return;
    const kept = await self.SenQueue.get("drafts", local);
    const back = (await self.SenQueue.all()).find((one) => one.body && one.survey === survey && one.local === local);
    if (back && back.state !== "refused") {
      waits();
      return;
    }
    if (kept) fill(kept.answers);
    if (back) {
      fill(back.body.answers);
      told.textContent = back.said;
    }
    show();
    if (kept) later();
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
      answers: given(), token: value("token"), channel: value("channel"), ticket: value("ticket"),
      version_number: Number(value("version_number")), lang: value("lang"),
      draft_key: drafts ? code() : undefined,
    };
  };

  async function send() {
    clearTimeout(timer);
    page.querySelector("[data-send] button").classList.add("busy");
    await saving;
    sent = true;
    const whole = filled();
    let answer;
    try {
      answer = await fetch(`/surveys/${survey}/responses`, {
        method: "POST", headers: json, body: JSON.stringify(whole), signal: AbortSignal.timeout?.(SEND),
      });
      if (answer.status >= 500) throw new Error("The server is away.");
    } catch {
      if (await queue(whole).catch(() => false)) return waits();
      sent = false;
      told.textContent = words.unsent;
    }
    page.querySelector("[data-send] button").classList.remove("busy");
    if (!answer || answer.status >= 500) return undefined;
    if (answer.ok) return arrived(answer);
    sent = false;
    const { title: said, detail, errors = [] } = await answer.json();
    refused(errors);
    told.textContent = `${said}. ${errors.find((one) => !one.pointer.startsWith("/answers/"))?.detail || detail}`;
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

  async function queue(whole) {
    if (!queues) return false;
    await self.SenQueue.put("waiting", {
      id: local, local, survey, title, me, at: Date.now(), state: "waiting",
      body: { ...whole, way: "offline" },
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
    if (one?.state === "sent") location.assign(`/surveys/${survey}/responses/thanks`);
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
  window.addEventListener("online", () => { flush(); if (dirty) later(); });
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

  if (!drafts) try { carried(); } catch { /* No storage. */ }
  resume().catch(() => {}).then(resumeHere).catch(() => {}).then(flush);
  if (queues && "serviceWorker" in navigator) install().catch(() => {});
})();
