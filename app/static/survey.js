/* What is asked and what an answer may be, while she fills in a form: the semantics of
   app/domain/surveys/{conditions,values,answers}.py. The server decides again. Patterns are left
   to it alone, as one that backtracks would stall a phone. */
(() => {
  "use strict";
  const SINGLE = ["single", "dropdown", "yes_no", "likert", "image_choice"];
  const LISTS = ["multiple", "ranking"];
  const NUMBERS = ["rating", "nps", "number"];
  const OWN = { yes_no: ["yes", "no"], likert: ["1", "2", "3", "4", "5"] };
  const LONGEST = { short_text: 500, long_text: 5000 };
  const GREATEST = 1e15;
  const THOUSANDS = /^[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?$/;
  const DOUBTFUL = /^[+-]?[1-9][0-9]{0,2},[0-9]{3}$/;
  const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  const ENDS = new RegExp(`^${SPACE}|${SPACE}$`, "g");
  const INVISIBLE = new RegExp(
    "([\\p{So}\\p{Sm}\ufe0f\u{1f3fb}-\u{1f3ff}]\u200d)(?=[\\p{So}\\p{Sm}])|(?!\n)[\\p{Cc}\\p{Cf}\\p{Cs}]",
    "gu",
  );
  const strip = (text) => text.replace(ENDS, "");
  const entries = (object) => new Map(Object.entries(object));
  const isObject = (raw) => typeof raw === "object" && raw !== null && !Array.isArray(raw);
  const isNone = (raw) => raw === null || raw === undefined || raw === "";
  const isEmpty = (raw) =>
    isNone(raw) || (typeof raw === "object" && Object.keys(raw).length === 0);

  class Wrong extends Error {
    constructor(code, facts = {}) {
      super(code);
      this.code = code;
      this.facts = facts;
    }
  }
  const refuse = (unless, code, facts) => { if (!unless) throw new Wrong(code, facts); };

  /* Conditions */
  function holds(condition, answers) {
    if (!condition) return true;
    if (condition.all) return condition.all.every((one) => holds(one, answers));
    if (condition.any) return condition.any.some((one) => holds(one, answers));
    if (condition.not) return !condition.not.some((one) => holds(one, answers));
    const operator = Object.keys(condition).find((key) => key !== "question");
    return test(operator, answers.get(condition.question), condition[operator]);
  }

  const is = (answer, value) => Array.isArray(answer)
    ? answer.length === 1 && answer[0] === value
    : answer === value;

  function test(operator, answer, value) {
    if (operator === "answered") return (answer !== undefined) === value;
    if (operator === "is_not") return !is(answer, value);
    if (answer === undefined) return false;
    if (operator === "is") return is(answer, value);
    if (operator === "in") return value.some((one) => is(answer, one));
    if (operator === "contains") return answer.includes(value);
    if (operator === "lt") return answer < value;
    if (operator === "lte") return answer <= value;
    if (operator === "gt") return answer > value;
    return answer >= value;
  }

  /* Values */
  const keys = (list) => (list || []).map((one) => one.key);
  const options = (one) => one.options?.length ? keys(one.options) : OWN[one.type] || [];
  const exclusive = (one) => keys((one.options || []).filter((option) => option.exclusive));

  function option(one, raw) {
    const chosen = Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
    refuse(typeof chosen === "string", "answer-kind");
    refuse(options(one).includes(chosen), "answer-option");
    return chosen;
  }

  function several(one, raw) {
    const chosen = typeof raw === "string" ? [raw] : raw;
    refuse(Array.isArray(chosen) && chosen.every((key) => typeof key === "string"), "answer-kind");
    refuse(chosen.every((key) => options(one).includes(key)), "answer-option");
    refuse(new Set(chosen).size === chosen.length, "answer-twice");
    return one.type === "ranking" ? chosen : options(one).filter((key) => chosen.includes(key));
  }

  function matrix(one, raw) {
    refuse(isObject(raw), "answer-kind");
    const said = entries(raw);
    const rows = keys(one.rows);
    refuse([...said.keys()].every((key) => rows.includes(key)), "answer-row");
    const read = one.type === "matrix_single" ? option : several;
    const none = (value) => isNone(value) || (Array.isArray(value) && !value.length);
    const found = rows.filter((row) => !none(said.get(row)))
      .map((row) => [row, read(one, said.get(row))]);
    return found.length ? Object.fromEntries(found) : undefined;
  }

  function number(one, raw) {
    refuse(typeof raw === "number" || typeof raw === "string", "answer-kind");
    const fraction = one.type === "number" && !one.validate?.integer;
    let value = raw;
    if (typeof raw === "string") {
      const text = strip(raw);
      refuse(fraction || !DOUBTFUL.test(text), "answer-whole");
      const bare = THOUSANDS.test(text) ? text.replaceAll(".", "") : text;
      refuse(/^[+-]?[0-9]+([.,][0-9]+)?$/.test(bare) && [...raw].length <= 40, "answer-number");
      value = Number(bare.replace(",", "."));
    }
    refuse(Number.isFinite(value) && Math.abs(value) <= GREATEST, "answer-number");
    refuse(Number.isInteger(value) || fraction, "answer-whole");
    return value + 0;
  }

  function agreed(raw) {
    if (["yes", true, 1, "on", "true"].includes(raw)) return "yes";
    refuse([false, 0, "no", "false"].includes(raw), "answer-kind");
    return undefined;
  }

  /* As app.domain.text.nfc writes a text down; a joiner stays within an emoji. */
  const clean = (raw) => strip(
    raw.replace(/\r\n|[\r\u0085\u2028\u2029]/g, "\n").replace(/\t/g, " ")
      .replace(INVISIBLE, "$1").normalize("NFC"),
  );

  function text(one, raw) {
    refuse(typeof raw === "string", "answer-kind");
    const said = clean(raw);
    if (!said) return undefined;
    if (one.type === "date") return day(said);
    if (one.type === "time") {
      refuse(/^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$/.test(said), "answer-time");
      return said.slice(0, 5);
    }
    refuse(one.type !== "file" || /^[A-Za-z0-9_-]{1,32}$/.test(said), "answer-kind");
    return said;
  }

  const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
  const TYPED_DAY = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})$/;

  function day(typed) {
    const [, first, second, third] = TYPED_DAY.exec(typed) || [];
    const said = first ? `${third}-${second.padStart(2, "0")}-${first.padStart(2, "0")}` : typed;
    const [, year, month, date] = DAY.exec(said) || [];
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const last = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
    refuse(year > 0 && date >= 1 && date <= last, "answer-date");
    return said;
  }

  /* As one types it: 1.514, 3,5 and 23/11/2026. */
  function written(value) {
    if (typeof value !== "number") return String(value ?? "").replace(DAY, (_, y, m, d) => `${+d}/${+m}/${y}`);
    const [whole, rest] = String(value).split(".");
    return whole.replace(/\B(?=([0-9]{3})+$)/g, ".") + (rest ? `,${rest}` : "");
  }

  function typed(one, raw) {
    if (isEmpty(raw)) return undefined;
    if (SINGLE.includes(one.type)) return option(one, raw);
    if (LISTS.includes(one.type)) return several(one, raw);
    if (one.rows?.length) return matrix(one, raw);
    if (NUMBERS.includes(one.type)) return number(one, raw);
    return one.type === "consent" ? agreed(raw) : text(one, raw);
  }

  function checkList(one, chosen) {
    const { min_choices: least = 0, max_choices: most = Infinity } = one.validate || {};
    const alone = exclusive(one).some((key) => chosen.includes(key));
    refuse(chosen.length < 2 || !alone, "answer-exclusive");
    refuse(chosen.length >= least || alone, "answer-few", { least });
    refuse(chosen.length <= most, "answer-many", { most });
  }

  function checkText(one, said) {
    const least = one.validate?.min_length ?? 0;
    const most = one.validate?.max_length || LONGEST[one.type];
    const length = [...said].length;
    refuse(length >= least, "answer-short", { least });
    refuse(length <= most, "answer-long", { most });
  }

  function checkRange(one, value) {
    const own = { rating: [1, 5], nps: [0, 10] }[one.type] || [];
    const least = one.validate?.min ?? own[0];
    const most = one.validate?.max ?? own[1];
    const [low, high] = NUMBERS.includes(one.type) ? ["low", "high"] : ["early", "late"];
    refuse(least === undefined || value >= least, `answer-${low}`, { least: written(least) });
    refuse(most === undefined || value <= most, `answer-${high}`, { most: written(most) });
  }

  function normal(one, raw) {
    const value = typed(one, raw);
    if (value === undefined) return value;
    if (LISTS.includes(one.type)) checkList(one, value);
    else if (one.type === "matrix_multiple") {
      Object.values(value).forEach((chosen) => checkList(one, chosen));
    } else if (one.type in LONGEST) checkText(one, value);
    else if (NUMBERS.includes(one.type) || one.type === "date" || one.type === "time") {
      checkRange(one, value);
    }
    return value;
  }

  /* A whole response. `visible`: keys in the form's order; `kept`, `faults`: Maps by key. */
  function evaluate(form, given, whole = true) {
    const said = entries(given);
    const found = { visible: [], kept: new Map(), faults: new Map() };
    let open = true;
    for (const one of form.questions) {
      const shown = holds(one.show_if, found.kept);
      if (one.type === "section") open = shown;
      if (!shown || !open) continue;
      found.visible.push(one.key);
      if (one.type !== "section") take(found, one, said.get(one.key), whole);
    }
    const asked = new Set(keys(form.questions.filter((one) => one.type !== "section")));
    for (const key of said.keys()) {
      if (!asked.has(key)) found.faults.set(key, new Wrong("answer-unknown"));
    }
    return found;
  }

  function take(found, one, raw, whole) {
    let value;
    try {
      value = normal(one, raw);
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) throw wrong;
      found.faults.set(one.key, wrong);
      return;
    }
    if (value !== undefined) found.kept.set(one.key, value);
    const rows = one.rows?.length;
    const complete = value !== undefined && (!rows || Object.keys(value).length === rows);
    if (whole && one.required && !complete) {
      found.faults.set(one.key, new Wrong("answer-missing"));
    }
  }

  window.SenSurvey = { evaluate, written };
})();
