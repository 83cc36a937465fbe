// Beside Streamlit on the staff's pages: says in Norwegian what Streamlit has only in English,
// leads to the sign-in page when the session is over, puts the cursor where a day begins, and
// closes the menu on a phone once a page is chosen.

const WORDS = {
  "Skip to main content": "Gå til hovedinnholdet",
  "App pages": "Sider",
  "Sidebar": "Sidefelt",
  "Collapse sidebar": "Skjul sidefeltet",
  "Expand sidebar": "Vis sidefeltet",
  "Link to heading": "Lenke til overskriften",
  "Page not found": "Siden finnes ikke",
  "Connection error": "Klipp svarer ikke",
  "Connecting": "Kobler til",
  "Connecting to Streamlit server": "Kobler til Klipp",
  "Unable to connect to Streamlit server": "Klipp svarer ikke",
  "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "Vent litt. Er Klipp stoppet, må det startes igjen på maskinen det kjører på.",
  "Streamlit server is not responding. Are you connected to the internet?": "Kontroller at du er koblet til internett, og vent litt.",
  "Connection timed out.": "Vent litt. Kontroller at du er koblet til internett.",
  "Connection lost. Please wait for the app to reconnect, then try again.": "Forbindelsen er brutt. Vent litt og prøv igjen.",
  "Please wait...": "Vent litt …",
  "Running...": "Arbeider …",
  "Close": "Lukk",
  "Dismiss": "Lukk",
  "Stop": "Stopp",
  "Stopping...": "Stopper …",
  "Upload": "Last opp",
  "Uploading...": "Laster opp …",
  "file upload": "filopplasting",
  "Drag and drop a file here": "Slipp filen her",
  "Drag and drop files here": "Slipp filene her",
  "Upload failed": "Opplastingen mislyktes",
  "Click to retry upload": "Trykk for å prøve igjen",
  "Only one file is allowed.": "Bare én fil er tillatt.",
  "Unexpected error. Please try again.": "Noe gikk galt. Prøv igjen.",
  "Download failed": "Nedlastingen mislyktes",
  "Open": "Åpne",
  "Show suggestions": "Vis valgene",
  "Suggestions": "Valg",
  "Choose an option": "Velg",
  "Choose options": "Velg",
  "No results": "Ingen treff",
  "Select all": "Velg alle",
  "Clear all": "Fjern alle",
  "Clear value": "Tøm feltet",
  "Clear entry": "Tøm feltet",
  "Selected values": "Det som er valgt",
  "Increment": "Øk",
  "Decrement": "Minsk",
  "Scroll tabs left": "Rull fanene til venstre",
  "Scroll tabs right": "Rull fanene til høyre",
  "Copy to clipboard": "Kopier",
  "Copied": "Kopiert",
  "Show password": "Vis passordet",
  "Hide password": "Skjul passordet",
  "Search": "Søk",
  "Type to search": "Skriv for å søke",
  "Previous Result": "Forrige treff",
  "Next Result": "Neste treff",
  "Close Search": "Lukk søket",
  "Fullscreen": "Fullskjerm",
  "Close fullscreen": "Lukk fullskjerm",
  "Show/hide columns": "Vis eller skjul kolonner",
  "Dataframe column menu": "Kolonnemeny",
  "Copy column name": "Kopier navnet på kolonnen",
  "Statistics": "Statistikk",
  "Values": "Verdier",
  "Empty": "Tomme",
  "Distinct": "Ulike",
  "Minimum length": "Korteste",
  "Maximum length": "Lengste",
  "Average length": "Gjennomsnittlig lengde",
  "Top values frequency chart": "De vanligste verdiene",
  "No data": "Ingen data",
  "text": "tekst",
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
  [/^Error:$/, "Feil: "],
  [/^Connection failed with status (\d+).*$/, "Vent litt og prøv igjen. (Status $1)"],
  [/^File must be (.+) or smaller\.$/, "Filen kan ikke være større enn $1."],
  [/^(\S+) files are not allowed\.$/, "Filer av typen $1 kan ikke brukes."],
  [/^Cancel upload of (.+)$/, "Avbryt opplastingen av $1"],
  [/^Remove (.+)$/, "Fjern $1"],
  [/^(\d+) of (\d+) results?$/, "$1 av $2 treff"],
  [/^(\d+) results?$/, "$1 treff"],
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

// «Search: Ansatte», what a button does and in which table.
function label(text) {
  const [doing, ...where] = text.split(": ");
  return norwegian(text) ?? (where.length ? norwegian(doing) : null)?.concat(": ", where.join(": "));
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const words = norwegian(node.data);
    if (words !== null && words !== node.data) node.data = words;
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of ATTRIBUTES) {
      const words = node.hasAttribute(name) && label(node.getAttribute(name));
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

// Streamlit does this on what calls itself a phone, but not in a window as narrow as one.
const NARROW = matchMedia("(max-width: 768px)");
document.addEventListener("click", ({ target }) => {
  if (NARROW.matches && target.closest('[data-testid="stSidebarNavLink"]')) setTimeout(closeMenu);
});

function closeMenu() {
  document.querySelector('[data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button')?.click();
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
