// Brings what changes by itself up to date in place, every two seconds while the page is looked at.
"use strict";

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch("/stations", { credentials: "same-origin", redirect: "manual" });
  if (answer.status === 401) {
    location.assign("/login");
    return;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const news = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of news.querySelectorAll(".live")) {
    const old = document.getElementById(part.id);
    if (!old) continue;
    const [before, after] = [old.querySelector("img"), part.querySelector("img")];
    if (before && after) {
      // The same element, so that the old picture stands until the new one is here.
      if (before.getAttribute("src") !== after.getAttribute("src")) before.src = after.src;
      after.replaceWith(before);
    }
    old.replaceChildren(...part.childNodes);
  }
}

function lost() {
  for (const part of document.querySelectorAll(".live")) {
    if (part.querySelector(".lost")) continue;
    const note = document.createElement("p");
    note.className = "bad lost";
    note.textContent = "The program does not answer; what stands here is old.";
    part.prepend(note);
  }
}

setInterval(() => refresh().catch(lost), 2000);
