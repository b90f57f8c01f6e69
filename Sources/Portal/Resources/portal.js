// Everything here is an addition: without it each page still does what it is for.

const announce = (text) => {
  const place = document.getElementById("announcement");
  if (place) place.textContent = text;
};

// Copy buttons. The clipboard interface exists only over TLS or on this machine; elsewhere the
// older command does it.
const copy = async (text) => {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "unseen";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (!done) throw new Error("the browser refused to copy");
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const words = button.textContent;
  try {
    await copy(button.dataset.copy);
    button.textContent = "Copied";
    announce(`${button.dataset.what} copied`);
  } catch {
    button.textContent = "Select it";
    announce("The browser did not allow copying: select the text instead.");
  }
  setTimeout(() => { button.textContent = words; }, 1600);
});

// Passwords can be looked at while they are typed.
for (const box of document.querySelectorAll(".secret-box")) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Show";
  button.setAttribute("aria-label", "Show the password");
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-pressed", String(shown));
  });
  box.append(button);
}

// Times are written in UTC; whoever reads them has a clock of their own.
const localTimes = (within) => {
  for (const time of within.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const today = at.toDateString() === new Date().toDateString();
    const clock = { hour: "2-digit", minute: "2-digit" };
    if ("exact" in time.dataset) clock.second = "2-digit";
    time.textContent = at.toLocaleString([], today ? clock : { year: "numeric", month: "short", day: "numeric", ...clock });
    time.title = at.toLocaleString();
  }
};
localTimes(document);

// Parts of a page that follow what happens: fetched again, replaced only when they changed.
for (const part of document.querySelectorAll("[data-live]")) {
  const sign = document.querySelector(`[data-live-sign="${part.id}"]`);
  let known = null;
  let failures = 0;
  const show = (state, text) => {
    if (!sign || sign.dataset.state === state) return;
    sign.dataset.state = state;
    sign.querySelector("[data-words]").textContent = text;
  };
  const look = async () => {
    try {
      const answer = await fetch(part.dataset.live, { headers: { "X-Part": "1" } });
      if (answer.status === 401) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      failures = 0;
      show("live", "Live");
      if (known !== text) {
        const first = known === null;
        known = text;
        // What is being used is not taken away; the next look will replace it.
        if (part.contains(document.activeElement)) known = "";
        else {
          const place = document.createElement("template");
          place.innerHTML = text;
          localTimes(place.content);
          part.replaceChildren(place.content);
          if (!first) announce(part.querySelector("[data-summary]")?.dataset.summary ?? "");
        }
      }
    } catch {
      failures += 1;
      if (failures > 1) show("lost", "Not reachable");
    }
  };
  const every = async () => {
    if (!document.hidden) await look();
    setTimeout(every, 2000 * Math.min(1 + failures, 8));
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  setTimeout(every, 2000);
}

// The list of calls: each that is new or has changed comes as a row by server-sent events.
for (const list of document.querySelectorAll("[data-events]")) {
  const table = list.closest("table");
  const sign = document.querySelector("[data-calls-sign]");
  const button = document.querySelector("[data-calls-waiting]");
  const empty = document.querySelector("[data-calls-empty]");
  const waiting = new Map();
  const show = (state, text) => {
    sign.dataset.state = state;
    sign.querySelector("[data-words]").textContent = text;
  };
  const rowOf = (id) => [...list.rows].find((row) => row.dataset.call === id);
  // Who points at the list, or reads further down, is not to have it moved from under them.
  const isInUse = () => table.matches(":hover") || list.contains(document.activeElement)
    || !getSelection().isCollapsed || table.getBoundingClientRect().top < 0;
  const place = () => {
    const rows = new Map([...list.rows].map((row) => [row.dataset.call, row]));
    const count = waiting.size;
    for (const [id, row] of waiting) rows.set(id, row);
    waiting.clear();
    const newest = [...rows.values()].sort((a, b) => b.dataset.began - a.dataset.began);
    // Rows that stay are copied: what is written anew in its place has not moved.
    list.replaceChildren(...newest.slice(0, list.dataset.most).map((row) => row.cloneNode(true)));
    table.hidden = false;
    empty.hidden = true;
    button.hidden = true;
    return count;
  };
  const take = (text) => {
    const body = document.createElement("table");
    body.innerHTML = text;
    for (const row of body.rows) {
      localTimes(row);
      const known = rowOf(row.dataset.call);
      if (!known) waiting.set(row.dataset.call, row);
      else if (known.outerHTML !== row.outerHTML && !known.contains(document.activeElement)) known.replaceWith(row);
    }
    if (!waiting.size) return;
    if (isInUse()) {
      button.textContent = `Show ${waiting.size} new`;
      button.hidden = false;
    } else announce(`${place()} new`);
  };
  button.addEventListener("click", () => {
    announce(`${place()} new`);
    list.querySelector("a")?.focus();
  });
  const events = new EventSource(list.dataset.events);
  events.addEventListener("open", () => show("live", "Live"));
  events.addEventListener("calls", (event) => take(event.data));
  events.addEventListener("over", () => { events.close(); location.reload(); });
  events.addEventListener("error", () => show("lost", events.readyState === EventSource.CLOSED ? "Not live: load the page again" : "Not reachable"));
}

// A link to a message opens it; browsers that do not find their way into closed details are led.
const openTarget = () => {
  const details = document.getElementById(location.hash.slice(1))?.closest("details");
  if (details && !details.open) {
    details.open = true;
    details.scrollIntoView({ block: "start" });
  }
};
addEventListener("hashchange", openTarget);
openTarget();

// Complaints while typing, for forms that have a place to ask.
for (const form of document.querySelectorAll("form[data-check]")) {
  let waiting;
  const place = (input, message) => {
    const field = input.closest(".field");
    if (!field) return;
    const id = `${input.id}-error`;
    let text = document.getElementById(id);
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    if (message) described.push(id);
    if (described.length) input.setAttribute("aria-describedby", described.join(" "));
    else input.removeAttribute("aria-describedby");
    field.classList.toggle("field-bad", Boolean(message));
    if (!message) {
      text?.remove();
      input.removeAttribute("aria-invalid");
      return;
    }
    if (!text) {
      text = document.createElement("p");
      text.id = id;
      text.className = "error";
      field.append(text);
    }
    text.textContent = message;
    input.setAttribute("aria-invalid", "true");
  };
  form.addEventListener("input", (event) => {
    event.target.dataset.typed = "1";
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok) return;
        const complaints = await answer.json();
        for (const input of form.querySelectorAll("[data-typed]")) {
          place(input, complaints.find((one) => one.field === input.name)?.message);
        }
      } catch { /* The form itself is checked again when it is sent. */ }
    }, 300);
  });
}

// On a narrow screen the entry of this page may be out of sight in its navigation.
for (const entry of document.querySelectorAll("nav [aria-current]")) {
  entry.scrollIntoView({ block: "nearest", inline: "center" });
}

// The first field that was complained about is where to go on.
document.querySelector("[aria-invalid=true]")?.focus({ preventScroll: false });
