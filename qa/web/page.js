// What the page does in the browser beyond Gradio: example buttons, opening a source from its [n], copying, large type.
(() => {
  "use strict";
  const root = document.documentElement;
  root.lang = "zh-CN";
  const remembered = (() => {
    try { return window.localStorage; } catch { return null; } // blocked by some browsers' privacy settings
  })();

  const setLarge = (large) => {
    root.classList.toggle("zd-large-type", large);
    document.getElementById("zd-large")?.setAttribute("aria-pressed", String(large));
    remembered?.setItem("zd-large-type", large ? "1" : "");
  };

  const ask = (question) => {
    const box = document.querySelector("#zd-box textarea");
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    setter.call(box, question); // past the framework, which then hears of it by the event
    box.dispatchEvent(new Event("input", { bubbles: true }));
    window.setTimeout(() => document.getElementById("zd-send").click(), 60);
  };

  const copy = async (button) => {
    const text = button.dataset.zdCopy;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // http:// on a local network has no clipboard: the old way
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = "已复制";
    window.setTimeout(() => { button.textContent = label; }, 2000);
  };

  const openSource = (entry) => {
    entry.open = true;
    entry.scrollIntoView({ block: "start" });
    entry.querySelector("summary").focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("[data-zd-ask], [data-zd-copy], a.zd-ref[href^='#'], #zd-large, #zd-fresh");
    if (!target) return;
    if (target.id === "zd-large") setLarge(!root.classList.contains("zd-large-type"));
    else if (target.id === "zd-fresh") document.getElementById("zd-new").click();
    else if (target.dataset.zdAsk) ask(target.dataset.zdAsk);
    else if (target.dataset.zdCopy) void copy(target);
    else {
      event.preventDefault();
      const entry = document.getElementById(target.getAttribute("href").slice(1));
      if (entry) openSource(entry);
    }
  });

  // Enter that picks a word in a Chinese input method must not send the question.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
  }, true);

  // An opened article shows its quote without searching for it.
  document.addEventListener("toggle", (event) => {
    const article = event.target.querySelector?.(".zd-article");
    const mark = article?.querySelector("mark");
    if (event.target.open && mark) article.scrollTop = mark.offsetTop - article.clientHeight / 3;
  }, true);

  let newest = "";
  const settle = () => {
    const spoken = document.getElementById("zd-spoken");
    if (spoken && !spoken.hasAttribute("aria-live")) {
      spoken.setAttribute("role", "status");
      spoken.setAttribute("aria-live", "polite");
      document.querySelector("#zd-box textarea")?.setAttribute("aria-label", "请输入您的问题");
      setLarge(Boolean(remembered?.getItem("zd-large-type")));
    }
    const turns = document.querySelectorAll("#zd-log .zd-turn");
    const last = turns[turns.length - 1];
    const now = last ? last.id + last.className : ""; // again when the answer takes the place of "searching"
    if (now !== newest) {
      newest = now;
      if (last) last.scrollIntoView({ block: "start" }); // the new question at the top, its answer below
      else window.scrollTo(0, 0);
    }
  };
  new MutationObserver(settle).observe(root, { childList: true, subtree: true });
})();
