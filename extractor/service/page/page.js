// Sends what is pasted and shows the review as it grows. Everything that arrives is data: it is given to the
// review as JSON or shown as text, never as markup.
"use strict";
(() => {
  const part = (id) => document.getElementById(id);
  const form = part("form");
  const article = part("article");
  const said = part("said");
  const key = part("key");
  let under_way = null;

  const PAGE = /^\s*<(?:!doctype|html|head|body|article|main|section|div|p|h1)\b/i;

  function say(message, wrong = false) {
    said.textContent = message;
    said.classList.toggle("wrong", wrong);
  }

  // The events of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html), as the service
  // writes them: one `event` and one `data` line each.
  async function* events(stream) {
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let kept = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      kept += value;
      const blocks = kept.split("\n\n");
      kept = blocks.pop();
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block);
        const data = /^data: (.*)$/m.exec(block);
        if (name && data) yield [name[1], JSON.parse(data[1])];
      }
    }
  }

  async function problem(response) {
    const type = response.headers.get("Content-Type") || "";
    if (!type.startsWith("application/problem+json")) return `the service answered ${response.status}`;
    const told = await response.json();
    return [told.title, told.detail, ...(told.errors || []).map((one) => `${one.pointer} ${one.detail}`)].join("; ");
  }

  async function read(text, signal) {
    const headers = { Accept: "text/event-stream", "Content-Type": "application/json" };
    if (key && key.value) headers.Authorization = `Bearer ${key.value}`;
    const body = JSON.stringify(PAGE.test(text) ? { html: text } : { text });
    const response = await fetch("v1/extract", { method: "POST", headers, body, signal, credentials: "omit" });
    if (!response.ok) throw new Error(await problem(response));
    const review = window.extractorReview;
    let opened = null;
    try {
      for await (const [name, data] of events(response.body)) {
        if (name === "document") {
          opened = data;
          part("reading").hidden = false;
          part("paste").open = false;
          review.begin({ id: data.id, title: data.title, language: data.language }, data.text);
          review.open(data.id);
        } else if (name === "progress") {
          review.progress(opened.id, data);
          say(`Reading: ${data.done} of about ${data.total} questions answered`);
        } else if (name === "claim") {
          review.claim(opened.id, data.claim, data.names);
        } else if (name === "result") {
          review.add(data, opened.text);
          const count = data.claims.length;
          say(`${count} ${count === 1 ? "claim" : "claims"} in ${data.run.seconds} s; ${data.report.status}`);
          opened = null;
          return;
        } else if (name === "problem") {
          throw new Error(`${data.title}; ${data.detail}`);
        }
      }
      throw new Error("the connection ended before the result came");
    } catch (error) {
      if (opened) review.fail(opened.id, error.name === "AbortError" ? "stopped" : error.message);
      throw error;
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (under_way) under_way.abort();
    const mine = new AbortController();
    under_way = mine;
    part("read").disabled = true;
    part("stop").hidden = false;
    say("Sending");
    try {
      await read(article.value, mine.signal);
    } catch (error) {
      const stopped = error.name === "AbortError";
      say(stopped ? "Stopped" : error.message, !stopped);
      if (!stopped) part("paste").open = true;
    } finally {
      if (under_way === mine) under_way = null;
      part("read").disabled = false;
      part("stop").hidden = true;
    }
  });

  part("stop").addEventListener("click", () => under_way && under_way.abort());
})();
