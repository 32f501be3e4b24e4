// Searching, choosing a runtime, and copying. Pages are whole without it: what it needs, it puts there itself.
(() => {
  const root = document.currentScript.dataset.root;
  const made = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // What was chosen last is chosen on every page; where nothing can be kept, on this one.
  const chosen = {
    get name() {
      try {
        return localStorage.getItem("runtime");
      } catch {
        return null;
      }
    },
    set name(name) {
      try {
        localStorage.setItem("runtime", name);
      } catch {}
    },
  };

  const chooseFrom = (tabs, number) => {
    const parts = [...tabs.querySelectorAll(":scope > .tab")];
    const buttons = parts.map((part, index) => {
      const heading = part.querySelector("h2");
      part.role = "tabpanel";
      part.id ||= `tab-${number}-${index}`;
      part.setAttribute("aria-labelledby", heading.id);
      const button = made("button", { type: "button", role: "tab", textContent: heading.textContent });
      button.setAttribute("aria-controls", part.id);
      return button;
    });
    const show = (index) => {
      for (const [each, part] of parts.entries()) {
        part.hidden = each !== index;
        buttons[each].ariaSelected = String(each === index);
        buttons[each].tabIndex = each === index ? 0 : -1;
      }
    };
    const choose = (index) => {
      show(index);
      chosen.name = buttons[index].textContent;
    };
    for (const [index, button] of buttons.entries()) {
      button.addEventListener("click", () => choose(index));
      button.addEventListener("keydown", ({ key }) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
        if (!step) return;
        const next = (index + step + buttons.length) % buttons.length;
        choose(next);
        buttons[next].focus();
      });
    }
    const list = made("div", { className: "choices", role: "tablist", ariaLabel: "Runtime" }, ...buttons);
    tabs.prepend(list);
    const byAnchor = () => parts.findIndex((part) => `#${part.querySelector("h2").id}` === location.hash);
    const found = byAnchor();
    const last = buttons.findIndex(({ textContent }) => textContent === chosen.name);
    show(found >= 0 ? found : Math.max(0, last));
    addEventListener("hashchange", () => {
      if (byAnchor() >= 0) show(byAnchor());
    });
  };

  const copyFrom = (pre) => {
    const button = made("button", { type: "button", className: "copy", textContent: "Copy" });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(pre); // to be copied by hand
        button.textContent = "Selected";
      }
    });
    const block = made("div", { className: "block" });
    pre.replaceWith(block);
    block.append(pre, button);
  };

  const searchIn = (place) => {
    const input = made("input", { type: "search", placeholder: "Search", ariaLabel: "Search" });
    const results = made("ul", { ariaLabel: "Found" });
    const status = made("div", { role: "status" });
    let loading;
    const index = () =>
      (loading ??= new Promise((resolve, reject) => {
        const script = made("script", { src: `${root}/assets/search.js` });
        script.addEventListener("load", () => resolve(globalThis.searchIndex));
        script.addEventListener("error", reject);
        document.head.append(script);
      }));
    const search = async () => {
      const words = input.value.trim();
      if (words === "") return (results.replaceChildren(), (status.textContent = ""));
      let found;
      try {
        const how = { prefix: true, fuzzy: 0.15, boost: { title: 4, page: 2 } };
        found = (await index()).search(words, { ...how, combineWith: "AND" });
        if (found.length === 0) found = (await index()).search(words, how);
      } catch {
        status.textContent = "The index cannot be loaded.";
        return;
      }
      if (input.value.trim() !== words) return;
      status.textContent = found.length === 0 ? "Nothing is found." : "";
      results.replaceChildren(
        ...found
          .slice(0, 12)
          .map(({ title, page, place }) =>
            made(
              "li",
              {},
              made("a", { href: `${root}/${place}` }, title, ...(page === title ? [] : [made("small", {}, page)])),
            ),
          ),
      );
    };
    input.addEventListener("input", () => void search());
    input.addEventListener("focus", () => void index().catch(() => {}));
    place.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      input.value = "";
      void search();
    });
    place.append(input, results, status);
    place.hidden = false;
  };

  for (const [number, tabs] of document.querySelectorAll(".tabs").entries()) chooseFrom(tabs, number);
  for (const pre of document.querySelectorAll("pre:not(.notes pre)")) copyFrom(pre);
  searchIn(document.querySelector("search"));
})();
