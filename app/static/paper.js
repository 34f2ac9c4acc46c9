/* A paper that is being answered: saved every few seconds, kept here while the network is away, its
   time told. The server's clock alone decides; without this file “Lưu tạm” does the same. */
(() => {
  "use strict";
  const forget = (paper) => {
    try { localStorage.removeItem(`paper:${paper}`); } catch { /* No storage. */ }
  };
  const done = document.querySelector("[data-paper-done]");
  if (done) forget(done.dataset.paperDone);
  const form = document.querySelector("[data-paper]");
  if (!form) return;
  const { paper: id, keep: keeps, saved, offline, elsewhere, over, units } = form.dataset;
  const url = `/attempts/${id}/answers`;
  const key = `paper:${id}`;
  const rev = form.elements.rev;
  const told = form.querySelector("[data-paper-saved]");
  const clock = document.querySelector("[data-paper-left]");
  const json = { "Content-Type": "application/json", Accept: "application/json" };
  let known = Number(rev.value) - 1;
  let ends = performance.now() + Number(form.dataset.left);
  let timer = 0;
  let saving = null;
  let unsaved = false;
  let stopped = false;

  const fields = () => [...new FormData(form)].filter(([name]) => /^answers\.|^prediction$/.test(name));

  function body() {
    const said = { rev: Number(rev.value), answers: {}, prediction: null };
    fields().forEach(([name, value]) => {
      if (name === "prediction") {
        if (/^\s*\d{1,9}\s*$/.test(value)) said.prediction = Number(value);
      } else if (value.trim()) (said.answers[name.slice(8)] ||= []).push(value);
    });
    return said;
  }

  /* While something is not saved. It holds from the last answer of the server to whatever was sent
     without one. */
  function copy() {
    if (!keeps) return;
    const kept = { from: known, to: Number(rev.value), fields: fields() };
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* No storage. */ }
  }

  function restore() {
    const kept = JSON.parse(localStorage.getItem(key));
    if (!kept || known < kept.from || known >= kept.to || form.dataset.typed) return;
    const values = (name) => kept.fields.filter(([one]) => one === name).map(([, value]) => value);
    [...form.elements].filter((field) => /^answers\.|^prediction$/.test(field.name)).forEach((field) => {
      if (/checkbox|radio/.test(field.type)) field.checked = values(field.name).includes(field.value);
      else field.value = values(field.name)[0] ?? "";
    });
    changed();
  }

  async function save() {
    const said = body();
    unsaved = false;
    let answer;
    try {
      answer = await fetch(url, { method: "PUT", headers: json, body: JSON.stringify(said) });
    } catch {
      rev.value = said.rev + 1;
      unsaved = true;
      told.textContent = offline;
      copy();
      return;
    }
    if (answer.ok) {
      const { deadline_at: deadline, server_now: now } = await answer.json();
      ends = performance.now() + Date.parse(deadline) - Date.parse(now);
      known = said.rev;
      rev.value = known + 1;
      told.textContent = `${saved} ${new Date().toTimeString().slice(0, 5)}`;
      if (unsaved) copy();
      else forget(id);
    } else if (answer.status === 409) {
      stopped = true;
      const { code } = await answer.json();
      if (code === "answers-older") told.textContent = elsewhere;
      else location.reload();
    } else {
      unsaved = true;
      told.textContent = offline;
    }
  }

  function soon(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (stopped || saving || form.dataset.sent) return;
      saving = save().finally(() => {
        saving = null;
        if (unsaved) soon(5000);
      });
    }, wait);
  }

  function changed() {
    unsaved = true;
    copy();
    if (!saving) soon(2000);
  }

  function tick() {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    const parts = [86400, 3600, 60, 1].map((size, at) => Math.floor(left / size) % [Infinity, 24, 60, 60][at]);
    const first = Math.min(parts.findIndex(Boolean) >= 0 ? parts.findIndex(Boolean) : 3, 2);
    clock.textContent = units.split("|").slice(first, first + 2)
      .map((unit, at) => `${parts[first + at]} ${unit}`).join(" ");
    if (left > 0) return;
    clearInterval(ticking);
    stopped = true;
    told.textContent = over;
    fetch(location.href, { method: "HEAD" }).then(() => location.reload(), () => {});
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) return;
    event.preventDefault();
    delete form.dataset.sent;
    saving.finally(() => form.requestSubmit(event.submitter));
  });
  window.addEventListener("online", () => { if (unsaved) soon(0); });
  try { restore(); } catch { /* No storage. */ }
  const ticking = setInterval(tick, 1000);
})();
