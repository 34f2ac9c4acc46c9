/* Answer pages of surveys, opened without a network as they were last seen, and the sending of what
   waits. /sw.js puts queue.js before this. */
"use strict";
const PAGE = /^\/surveys\/(waiting|[^/]+\/responses\/new)$/;
const MOST_PAGES = 10;
const PATIENCE = 8000;
const LAX = { ignoreVary: true };

/* One cache a page, with all that it needs. Of the query only what makes it another page. */
function keyOf(address) {
  const url = new URL(address, location.origin);
  const token = url.searchParams.get("token");
  return url.pathname + (token ? `?token=${encodeURIComponent(token)}` : "");
}

async function keep(key, answer) {
  if (!answer.ok || answer.redirected || answer.type !== "basic") return;
  await (await caches.open(key)).put(key, answer);
  const names = (await caches.keys()).filter((name) => name !== "/surveys/waiting");
  await Promise.all(names.slice(0, -MOST_PAGES).map((name) => caches.delete(name)));
}

/* Without what she saved: whoever holds this phone later may open the page. */
function emptied(address) {
  const url = new URL(address, location.origin);
  url.searchParams.delete("draft_key");
  url.searchParams.delete("done");
  url.searchParams.set("blank", "true");
  return url.href;
}

async function keepAll({ page, waiting, assets }) {
  for (const address of [emptied(page), waiting]) {
    const key = keyOf(address);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    await keep(key, answer);
    const held = await caches.open(key);
    for (const asset of assets) {
      if (!(await held.match(asset, LAX))) await held.add(asset);
    }
  }
}

async function shown(event, key) {
  const kept = await caches.match(key, LAX);
  const asked = fetch(event.request);
  if (!kept) return asked.catch(async (lost) => (await caches.match("/surveys/waiting", LAX)) || Promise.reject(lost));
  const late = new Promise((resolve) => { setTimeout(() => resolve(kept), PATIENCE); });
  return Promise.race([asked.catch(() => kept), late]);
}

async function flush(again) {
  const left = await self.SenQueue.flush(again);
  for (const page of await self.clients.matchAll()) page.postMessage("flushed");
  return left;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request, LAX).then((kept) => kept || fetch(event.request)));
  } else if (event.request.mode === "navigate" && PAGE.test(url.pathname)) {
    event.respondWith(shown(event, keyOf(url.href)));
  }
});
self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keepAll(event.data.keep).catch(() => {}));
  if (event.data.forget) event.waitUntil(caches.delete(keyOf(event.data.forget)));
  if (event.data.flush) event.waitUntil(flush(event.data.again));
});
self.addEventListener("sync", (event) => event.waitUntil(flush().then((left) => {
  if (left) throw new Error("The network went again.");
})));
