/* The list of what waits on this phone (queue.js). */
(() => {
  "use strict";
  const box = document.querySelector("[data-waiting]");
  if (!box || !self.SenQueue) return;
  const words = JSON.parse(box.dataset.waiting);
  const list = box.querySelector("[data-list]");
  const again = box.querySelector("[data-again]");
  const row = box.querySelector("template");
  const day = (at) => new Date(at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });

  function drawn(one) {
    const item = row.content.cloneNode(true);
    const link = item.querySelector("a");
    const page = `/surveys/${one.survey}/responses/new`;
    const token = one.body?.token;
    link.textContent = one.title;
    link.href = token ? `${page}?token=${encodeURIComponent(token)}` : page;
    item.querySelector("[data-state]").textContent = `${words[one.state]} · ${day(one.at)}`;
    item.querySelector("[data-said]").textContent = one.said || "";
    const away = item.querySelector("[data-away]");
    away.hidden = !one.body;
    away.addEventListener("click", async () => {
      if (!window.confirm(words.sure)) return;
      await self.SenQueue.drop("waiting", one.id);
      await draw();
    });
    return item;
  }

  async function draw() {
    const all = (await self.SenQueue.all()).sort((one, other) => other.at - one.at);
    list.replaceChildren(...all.map(drawn));
    list.hidden = all.length === 0;
    again.hidden = !all.some((one) => one.body);
    box.querySelector("[data-none]").hidden = all.length > 0;
  }

  async function flush(all) {
    again.classList.add("busy");
    const left = await self.SenQueue.flush(all).catch(() => 1);
    again.classList.remove("busy");
    box.querySelector("[data-told]").textContent = left ? words.away : "";
    await draw();
  }

  again.addEventListener("click", () => flush(true));
  window.addEventListener("online", () => flush(false));
  navigator.serviceWorker?.addEventListener("message", draw);
  box.hidden = false;
  draw().then(() => flush(false)).catch(() => {});
})();
