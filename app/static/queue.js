/* What was answered without a network, kept on this phone until it is delivered: for pages and for
   the worker alike. The server takes each once; this only tries again. */
(() => {
  "use strict";
  const WEEK = 7 * 24 * 3600 * 1000;
  const JSON_TYPE = { Accept: "application/json", "Content-Type": "application/json" };
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function within(store, mode, act) {
    const opening = indexedDB.open("sen-surveys", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("waiting", { keyPath: "id" });
      opening.result.createObjectStore("drafts", { keyPath: "id" });
    };
    const database = await settled(opening);
    try {
      const transaction = database.transaction(store, mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
      const result = await settled(act(transaction.objectStore(store)));
      await done;
      return result;
    } finally {
      database.close();
    }
  }

  const put = (store, thing) => within(store, "readwrite", (held) => held.put(thing));
  const drop = (store, id) => within(store, "readwrite", (held) => held.delete(id));
  const get = (store, id) => within(store, "readonly", (held) => held.get(id));
  const all = () => within("waiting", "readonly", (held) => held.getAll());

  /* Of what is delivered no answer stays here: only that it is, for a week. */
  const gone = ({ id, survey, title }, state) => ({ id, survey, title, state, at: Date.now() });

  async function problem(one, answer) {
    if (answer.status >= 500 || [408, 429].includes(answer.status)) return one;
    if (answer.status === 401) return { ...one, state: "sign-in" };
    const { code, title = "", detail = "", errors = [] } = await answer.json().catch(() => ({}));
    if (code === "twin-running") return one;
    if (code === "survey-answered" || code === "survey-token-used") return gone(one, "answered");
    return { ...one, state: "refused", code, said: `${title}. ${errors[0]?.detail || detail}` };
  }

  /* Whether she is signed in who answered, though the survey is closed to her: she has left, say. */
  async function herself(one) {
    const asked = await fetch("/me", { headers: { Accept: "application/json" } });
    if (!asked.ok) throw new Error("Nobody knows.");
    return (await asked.json()).person === one.who;
  }

  /* As it stands afterwards. A phone that is handed on sends nobody's answers under another name. */
  async function delivered(one) {
    const address = `/surveys/${one.survey}/responses`;
    if (one.me) {
      const form = await fetch(`${address}/new`, { headers: { Accept: "application/json" } });
      if (form.status >= 500 || form.status === 401 || form.status === 429) return problem(one, form);
      if (!form.ok) return (await herself(one)) ? problem(one, form) : { ...one, state: "other" };
      if ((await form.json()).me !== one.me) return { ...one, state: "other" };
    }
    const body = JSON.stringify(one.body);
    const answer = await fetch(address, { method: "POST", headers: JSON_TYPE, body });
    return answer.ok ? gone(one, "sent") : problem(one, answer);
  }

  /* Sends what waits, one after the other, in one place at a time. How many still want a network. */
  const alone = (act) => (navigator.locks ? navigator.locks.request("sen-surveys", act) : act());
  const flush = (again = false) => alone(async () => {
    let left = 0;
    for (const one of await all()) {
      if (!one.body && Date.now() - one.at > WEEK) await drop("waiting", one.id);
      if (!one.body || (one.state === "refused" && !again)) continue;
      const after = await delivered(one).catch(() => one);
      if (after === one) left += 1;
      else await put("waiting", after);
    }
    return left;
  });

  self.SenQueue = { all, get, put, drop, flush };
})();
