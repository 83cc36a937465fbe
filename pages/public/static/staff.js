// Beside Streamlit on the staff's pages: says in Norwegian what Streamlit has only in English,
// leads to the sign-in page when the session is over, and puts the cursor where a day begins.

const WORDS = {
  "Skip to main content": "Gå til hovedinnholdet",
  "App pages": "Sider",
  "Sidebar": "Sidefelt",
  "Collapse sidebar": "Skjul sidefeltet",
  "Expand sidebar": "Vis sidefeltet",
  "Link to heading": "Lenke til overskriften",
  "Page not found": "Siden finnes ikke",
  "Connection error": "Ingen forbindelse",
  "Connecting": "Kobler til",
  "Please wait...": "Vent litt …",
  "Running...": "Arbeider …",
  "Close": "Lukk",
  "Stop": "Stopp",
  "Upload": "Last opp",
  "Uploading...": "Laster opp …",
  "file upload": "filopplasting",
  "Drag and drop a file here": "Slipp filen her",
  "Drag and drop files here": "Slipp filene her",
  "Open": "Åpne",
  "Show suggestions": "Vis valgene",
  "Suggestions": "Valg",
  "Choose an option": "Velg",
  "Choose options": "Velg",
  "No results": "Ingen treff",
  "Select all": "Velg alle",
  "Clear all": "Fjern alle",
  "Clear value": "Tøm feltet",
  "Show password": "Vis passordet",
  "Hide password": "Skjul passordet",
  "Search": "Søk",
  "Fullscreen": "Fullskjerm",
  "Close fullscreen": "Lukk fullskjerm",
  "Show/hide columns": "Vis eller skjul kolonner",
  "Add row": "Legg til rad",
  "Delete row(s)": "Slett rader",
  "Sort ascending": "Sorter stigende",
  "Sort descending": "Sorter synkende",
  "Autosize": "Tilpass bredden",
  "Pin column": "Fest kolonnen",
  "Unpin column": "Løsne kolonnen",
  "Hide column": "Skjul kolonnen",
  "Format": "Format",
  "Download as CSV": "Last ned som CSV",
  "Download as PNG": "Last ned som bilde",
  "empty": "tom",
};

const PHRASES = [
  [/^Press (Ctrl|⌘)\+Enter to (?:apply|submit form)$/, "Trykk $1+Enter for å bruke"],
  [/^Press Enter to apply$/, "Trykk Enter for å bruke"],
  [/^Press Enter to submit form$/, "Trykk Enter for å sende"],
  [/^(\d+(?:\.\d+)?\s?[KM]B) per file(.*)$/, "Høyst $1 per fil$2"],
  [/^(\d+) options? available\.$/, "$1 valg."],
  [/^(.+), selected$/, "$1, valgt"],
  [/^The page that you have requested does not seem to exist.*$/, "Adressen finnes ikke. Her er forsiden."],
];

const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];

function norwegian(text) {
  const said = text.trim();
  if (Object.hasOwn(WORDS, said)) return WORDS[said];
  for (const [pattern, words] of PHRASES) if (pattern.test(said)) return said.replace(pattern, words);
  return null;
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const words = norwegian(node.data);
    if (words !== null && words !== node.data) node.data = words;
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of ATTRIBUTES) {
      const words = node.hasAttribute(name) && norwegian(node.getAttribute(name));
      if (words && words !== node.getAttribute(name)) node.setAttribute(name, words);
    }
    node.childNodes.forEach(translate);
  }
}

function leave() {
  const asked = location.pathname + location.search;
  location.replace("/logg-inn?" + new URLSearchParams({ til: asked }));
}

// The field that a page keys «under_cursor» gets the cursor once, when nothing else has it.
let placed = null;
function placeCursor() {
  const field = document.querySelector(".st-key-under_cursor input");
  if (field && field !== placed && document.activeElement === document.body) field.focus();
  placed = field;
}

new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(translate);
    else translate(target);
  }
  placeCursor();
  if (document.querySelector(".klipp-signed-out")) leave();
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: ATTRIBUTES,
});
