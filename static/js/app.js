// Three conveniences; every page works without them: drafts, the end of the session, the menu on a small screen.
import { initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";

initAll();

// What is typed is kept as a draft two seconds after the last key, and when the page is left.
const asked = document.querySelector("form[data-draft]");
if (asked) {
  const line = asked.querySelector("[data-saved]");
  let waiting = 0;
  let changed = false;
  const keep = async (leaving) => {
    if (!changed) return;
    changed = false;
    const body = new FormData(asked);
    for (const name of ["seen", "seen_sheet"]) body.delete(name);
    for (const box of asked.querySelectorAll("input[type=file], input[type=password]")) body.delete(box.name);
    try {
      const answer = await fetch("?draft=1", {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { Accept: "application/json" },
        keepalive: leaving === true,
      });
      if (!answer.ok || answer.redirected) throw new Error("not kept");
      line.textContent = (await answer.json()).saved;
    } catch {
      changed = true;
    }
  };
  asked.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 2000);
  });
  asked.addEventListener("submit", () => {
    changed = false;
    clearTimeout(waiting);
  });
  addEventListener("pagehide", () => keep(true));
}

// Five minutes before the session ends, say so.
const seconds = Number(document.body.dataset.sessionSeconds);
const notice = document.getElementById("session-end");
if (seconds && notice && seconds < 2 ** 31 / 1000) {
  setTimeout(() => {
    notice.hidden = false;
  }, Math.max(0, seconds - 300) * 1000);
}

// On a small screen the sections stand behind one word.
const menu = document.querySelector(".nav__menu");
if (menu) {
  menu.hidden = false;
  menu.addEventListener("click", () => {
    const open = document.getElementById("sections").classList.toggle("open");
    menu.setAttribute("aria-expanded", String(open));
  });
}

// Filters are folded at first where there is no room beside the list.
const fold = document.querySelector("details[data-fold-small]");
if (fold && matchMedia("(max-width: 899px)").matches) fold.open = false;
