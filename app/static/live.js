/* A live round as it happens. The page works without this file: “Tải lại” and a refresh do the same. */
(() => {
  "use strict";
  const root = document.querySelector("[data-live]");
  if (!root || !window.EventSource) return;
  const { live, page, plays, part } = root.dataset;
  let shown = Number(root.dataset.version);
  let ticking = 0;

  /* The page's own part, as the server draws it for her; not everybody at the same moment. */
  async function redraw(selector = `#${root.id}`) {
    const answer = await fetch(page, { headers: { Accept: "text/html", "HX-Request": "true" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = fresh.querySelector(selector);
    const place = document.querySelector(selector);
    if (found && place) place.replaceChildren(...found.childNodes);
    clock();
  }

  /* A question stands in the event itself, so that all have it at once. */
  function ask({ question, place, total }) {
    const form = document.getElementById("live-question").content.cloneNode(true);
    const fill = (selector, text) => { form.querySelector(selector).textContent = text; };
    fill("[data-place]", form.querySelector("[data-place]").dataset.place
      .replace("{k}", place).replace("{n}", total));
    fill(".live-prompt", question.prompt);
    const time = form.querySelector(".live-clock");
    time.dataset.now = question.asked_at;
    time.dataset.closes = question.closes_at;
    form.querySelector("[name=question]").value = question.key;
    form.querySelector(".live-options").append(...question.options.map(({ key, text }) => {
      const button = document.createElement("button");
      Object.assign(button, { className: "live-option", name: "option", value: key, lang: "vi" });
      button.textContent = text;
      return button;
    }));
    root.replaceChildren(form);
    clock();
  }

  /* Seconds left by the server's clock: her phone's own may be wrong. */
  function clock() {
    clearInterval(ticking);
    const time = root.querySelector("[data-closes]");
    if (!time) return;
    const ends = performance.now() + (new Date(time.dataset.closes) - new Date(time.dataset.now));
    const tick = () => {
      const left = Math.ceil((ends - performance.now()) / 1000);
      time.textContent = left > 0 ? time.dataset.left.replace("{s}", left) : time.dataset.over;
      if (left > 0) return;
      clearInterval(ticking);
      root.querySelectorAll("button[name=option]").forEach((button) => { button.disabled = true; });
    };
    ticking = setInterval(tick, 250);
    tick();
  }

  function listen() {
    const source = new EventSource(live);
    source.onmessage = ({ data }) => {
      const said = JSON.parse(data);
      if (said.state === "ended") source.close();
      if (said.version === shown) return;
      shown = said.version;
      if (said.state === "asking" && plays === "true") ask(said);
      else setTimeout(() => redraw().catch(() => {}), part ? 0 : Math.random() * 800);
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    };
  }

  if (part) setInterval(() => redraw(part).catch(() => {}), 3000);
  clock();
  listen();
})();
