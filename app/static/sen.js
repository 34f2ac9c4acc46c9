/* Small helps for pages that already work without this file. Nothing here decides. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* A sentence in the page's live region, where the server's own messages stand. */
  function say(text) {
    const line = document.createElement("p");
    line.className = "notice";
    line.textContent = text;
    document.getElementById("message")?.replaceChildren(line);
  }

  /* execCommand first: it is synchronous, so a link opens with the text already copied, and it is
     what the in-app browsers of Zalo and Facebook know. */
  async function copy(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "visually-hidden";
    document.body.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    if (!copied) await navigator.clipboard.writeText(text);
  }

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    const copier = at("[data-copy]");
    const exit = at("[data-quick-exit]");
    const time = at("time[title]");
    if (copier) {
      const source = document.getElementById(copier.dataset.copy);
      copy((source.value ?? source.innerText).trim())
        .then(() => say(copier.dataset.copied), () => {});
      copier.focus();
    }
    if (exit) {
      event.preventDefault();
      document.body.hidden = true;
      location.replace(exit.href);
    }
    if (time && !at("a")) [time.title, time.textContent] = [time.textContent, time.title];
    all(".switch[open]").forEach((menu) => { menu.open = menu.contains(event.target); });
  });

  /* Twice Esc is the same as “Thoát nhanh”, on the pages that have it. */
  let escaped = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - escaped < 800) document.querySelector("[data-quick-exit]")?.click();
    escaped = event.timeStamp;
  });

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".switch[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.firstElementChild.focus();
  });

  /* One tap, one request: caught before htmx sees it. The lock falls with the answer, on coming
     back to the page, or after half a minute. */
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.dataset.sent || submitter?.dataset.over) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (form.method === "post") {
      form.dataset.sent = "1";
      submitter?.classList.add("busy");
      setTimeout(unlock, 30000);
    }
  }, true);

  function unlock() {
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      all(".busy", form).forEach((button) => button.classList.remove("busy"));
    });
  }
  window.addEventListener("pageshow", unlock);
  document.addEventListener("htmx:finally:request", unlock);
  document.addEventListener("htmx:error", () => say(document.body.dataset.offline));

  /* The server shows the undo only while it is possible: a wrong clock counts from ten. */
  function countDown(bar) {
    const left = Date.parse(bar.dataset.undoUntil) - Date.now();
    const end = performance.now() + (left > 0 && left < 10000 ? left : 10000);
    const button = bar.querySelector("button");
    const timer = setInterval(tick, 250);
    function tick() {
      const rest = Math.ceil((end - performance.now()) / 1000);
      if (rest > 0) {
        bar.querySelector("[data-undo-left]").textContent = rest;
      } else {
        clearInterval(timer);
        button.textContent = bar.dataset.undoPassed;
        button.dataset.over = "1";
        button.setAttribute("aria-disabled", "true");
      }
    }
    tick();
  }

  /* What was typed outlives a lost network. On a shared device the page leaves data-draft out;
     words that the server sent back win over a draft that began from others; a sent draft goes when
     another page is reached. */
  const page = `draft:${location.pathname}:`;
  const ticks = (field) => /checkbox|radio/.test(field.type);

  function keepDraft(form) {
    const key = page + form.dataset.draft;
    const fields = () => [...form.elements].filter((field) => field.name
      && !/hidden|password|file|submit|button|fieldset/.test(field.type));
    const fresh = (field) => (ticks(field) ? field.checked === field.defaultChecked
      : field.tagName === "SELECT" || field.value === field.defaultValue);
    const began = JSON.stringify(fields().map((field) => [field.defaultChecked, field.defaultValue]));
    const draft = JSON.parse(sessionStorage.getItem(key));
    const wins = !form.querySelector("[aria-invalid]") || draft?.[""] === began;
    if (draft && wins && fields().every(fresh)) {
      fields().forEach((field) => {
        const values = draft[field.name] || [];
        if (ticks(field)) field.checked = values.includes(field.value);
        else if (values.length) [field.value] = values;
      });
    }
    form.addEventListener("input", () => {
      const kept = { "": began };
      fields().filter((field) => !ticks(field) || field.checked)
        .forEach((field) => (kept[field.name] ||= []).push(field.value));
      sessionStorage.setItem(key, JSON.stringify(kept));
    });
    form.addEventListener("submit", () => sessionStorage.setItem("sent", key));
  }

  /* The server keeps what she types, a few seconds after each pause. The first save makes the draft;
     from then on the form sends that draft. Sending waits for a save that is under way. */
  function autosave(form) {
    const told = document.createElement("p");
    told.className = "help";
    told.setAttribute("role", "status");
    form.append(told);
    let url = form.dataset.autosave;
    let timer = 0;
    let saving = null;

    function version(value) {
      const field = form.elements.version || form.appendChild(
        Object.assign(document.createElement("input"), { type: "hidden", name: "version" }));
      field.value = value;
    }
    function typed() {
      const body = { draft: true, pictures: [] };
      [...form.elements].filter((field) => field.name && !/^_|^version$|^draft$/.test(field.name)
        && !/file|submit|fieldset/.test(field.type))
        .forEach((field) => {
          if (field.name !== "pictures") body[field.name] = ticks(field) ? field.checked : field.value;
          else if (field.value && (!ticks(field) || field.checked)) body.pictures.push(field.value);
        });
      if (body.topic === "") body.topic = null;
      return body;
    }
    async function save() {
      const answer = await fetch(url || form.action, { method: url ? "PATCH" : "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(typed()) });
      if (!answer.ok) return;
      const post = await answer.json();
      if (!url) {
        url = answer.headers.get("Location");
        form.action = `${url}/submission`;
        form.querySelector("button[name=draft]")?.remove();
        history.replaceState(null, "", `${url}/edit`);
      }
      version(post.version);
      told.textContent = `${form.dataset.saved} ${new Date().toTimeString().slice(0, 5)}`;
    }
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (form.dataset.sent || saving) return;
        saving = save().catch(() => {}).finally(() => { saving = null; });
      }, 3000);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!saving) return;
      event.preventDefault();
      delete form.dataset.sent;
      saving.finally(() => form.requestSubmit(event.submitter));
    });
  }

  function dropSentDraft() {
    const key = sessionStorage.getItem("sent");
    if (!key || key.startsWith(page)) return;
    sessionStorage.removeItem(key);
    sessionStorage.removeItem("sent");
  }

  function selectAll(box) {
    box.closest("[hidden]").hidden = false;
    box.addEventListener("change", () => all(`[type=checkbox][name="${box.dataset.selectAll}"]`, box.form)
      .forEach((one) => { one.checked = box.checked; }));
  }

  /* Also for what htmx brings in. Each help once an element; one that fails (no storage) harms no
     other. */
  const helps = [["[data-undo-until]", countDown], ["[data-draft]", keepDraft],
    ["[data-autosave]", autosave], ["[data-select-all]", selectAll],
    ["[data-copy][hidden]", (button) => { button.hidden = false; }]]
    .map(([selector, help]) => [selector, help, new WeakSet()]);

  function prepare() {
    helps.forEach(([selector, help, ready]) => all(selector).forEach((element) => {
      if (ready.has(element)) return;
      ready.add(element);
      try { help(element); } catch { /* The page works without it. */ }
    }));
  }

  /* Another person has signed in: the answer pages that the worker kept for the one before go. What
     waits to be sent stays, each under its own mark (queue.js). */
  async function handOver() {
    const { who } = document.body.dataset;
    if (!who || !("caches" in window)) return;
    const before = localStorage.getItem("who");
    localStorage.setItem("who", who);
    if (!before || before === who) return;
    const pages = (await caches.keys()).filter((name) => name.startsWith("/surveys/"));
    await Promise.all(pages.map((name) => caches.delete(name)));
  }

  handOver().catch(() => { /* No storage. */ });

  /* Surveys that wait on this phone for a network (queue.js). */
  navigator.serviceWorker?.getRegistration("/surveys/")
    .then((found) => found?.active?.postMessage({ flush: true }), () => {});

  try { dropSentDraft(); } catch { /* No storage. */ }
  prepare();
  document.addEventListener("htmx:after:swap", prepare);
})();
