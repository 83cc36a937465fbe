"""Names as they are heard: folded to plain letters, split to words, and coded by consonants.

Everything is a rule of spelling; there is no list of names, because the next family to come
would not be on it. Transliteration is rough on purpose: it need not be right, only the same
for the spellings that desks write of one name.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# A name chain of six links with a hyphen or two has room; nobody's name fills the register.
MOST_WORDS = 8


def _letters(table: str) -> dict[str, str]:
    """A letter, what it becomes («_» is nothing), the next letter …"""
    cells = table.replace("_", "").split(" ")
    return dict(zip(cells[::2], cells[1::2], strict=True))


# As in the machine-readable zone of a passport (ICAO Doc 9303, part 3, section 6), but ø and ö
# are the o that is typed where there is no such key; «oe» becomes the same.
_LATIN = _letters("ä ae æ ae å aa ø o ö o œ o þ th ð d đ d ł l ı i ħ h ŋ ng ə a")
# Ukrainian first (cabinet resolution 55 of 2010: г is h, и is y), then what Russian, Belarusian,
# Serbian and Macedonian have more.
_CYRILLIC = _letters(
    "а a б b в v г h ґ g д d е e є ye ж zh з z и y і i ї i й y к k л l м m н n о o п p р r с s"
    " т t у u ф f х kh ц ts ч ch ш sh щ shch ь _ ю yu я ya ё yo ы y э e ъ _ ў u ђ dj ј j љ lj"
    " њ nj ћ c џ dz ѓ g ќ k ѕ dz"
)
# Arabic, Persian, Urdu and Kurdish as Norwegian papers have them. Short vowels are not written,
# so such a name is compared by its consonants; و and ي are vowels here, for where they are
# consonants _CONSONANTS has come first.
_ARABIC = _letters(
    "ا a أ a إ i آ a ٱ a ى a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t"
    " ظ z ع _ غ gh ف f ق q ك k ل l م m ن n ه h ة a و u ي i ئ i ؤ u ء _ پ p چ ch ژ zh گ g ک k"
    " ڤ v ی i ے e ھ h ہ h ں n ٹ t ڈ d ڑ r ۆ o ێ e ە a ڕ r ڵ l"
)
_SIGNS = "'’‘`´ʼʹʿʾـ\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # not between words
_LETTERS = str.maketrans(_LATIN | _CYRILLIC | _ARABIC | dict.fromkeys(_SIGNS, ""))
_IN_ARABIC = re.compile("[\u0600-\u06ff]")
_CONSONANTS = (
    (re.compile(r"\bو|و(?=[اأآ])|(?<=[اأآ])و"), "w"),
    (re.compile(r"\b[يی]|[يی](?=[اأآ])|(?<=[اأآ])[يی]"), "y"),
    # The article is written together with its word.
    (re.compile(r"\bال(?=\w{3})"), ""),
)
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENED = re.compile(r"([^\W\d_]+)-(?=([^\W\d_]+))")
# Articles, «son of» and nobility: dropped or kept as the desk pleases.
_ARTICLES = frozenset({"al", "el", "ul"})
_PARTICLES = _ARTICLES | {
    *("bin", "ibn", "ben", "bint", "binti", "ould", "von", "van", "der", "den", "de", "del"),
    *("della", "di", "da", "du", "la", "le", "las", "los", "dos", "das", "av", "af", "zu", "zur"),
    *("ter", "ten"),
}

# Spellings of one sound, in the order in which they must be read. That h goes makes kh k, th t
# and sh s.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sjtsj|szcz|sch|skj|sj", "s"),
        (r"tch|tsj|cz|ch", "k"),  # ч, and the ch of Michael
        (r"ph", "f"),
        (r"d[jz]h?", "j"),  # Djamal, Jamal
        (r"ts|tz|c(?=[eiy])|z", "s"),
        (r"[cq]", "k"),
        (r"^x|(?<=[aou])x$", ""),  # Somali: Xasan, Faarax
        (r"x", "ks"),
        (r"w|ou(?=[aei])", "v"),  # French: Oualid
        (r"(.)\1+", r"\1"),
        (r"[ae]h?$", "a"),  # Somayeh, Sumaya
        (r"[ae][iyj]", "ai"),  # Leila, Layla, Lejla
        (r"[eyj]+", "i"),
        (r"u", "o"),
        (r"h", ""),  # after the doubles: a name without its vowels keeps both m of Muhammad
        (r"([aio])\1+", r"\1"),
    )
)
# Norwegian ears do not tell these apart at the end of a word: Ahmed, Ahmet; Ivanov, Ivanoff.
_LAST = str.maketrans("dbv", "tpf")
_VOWELS = re.compile("[aio]")


class Name(NamedTuple):
    """A name as it is compared: its words in order, and the code of each."""

    words: tuple[str, ...]
    codes: tuple[str, ...]


def read(text: str) -> Name:
    """The name's words and codes; both are empty where there is no letter."""
    words = split(text)
    return Name(words, tuple(map(code, words)))


def folded(text: str) -> str:
    """The text in small letters without marks, in the Latin alphabet where its own is known."""
    text = text.casefold()
    if text.isascii():
        return text.replace("'", "").replace("`", "").replace("oe", "o")
    text = unicodedata.normalize("NFKC", text)
    if _IN_ARABIC.search(text):
        for pattern, letters in _CONSONANTS:
            text = pattern.sub(letters, text)
    # Letters with a place of their own in the alphabet first, then marks that can be left out.
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS)
    return "".join(c for c in text if not unicodedata.combining(c)).replace("oe", "o")


def split(text: str) -> tuple[str, ...]:
    """The words of a name, hyphens split and particles left out.

    The first word is kept even where it may be a particle: Ben is a given name, too.
    """
    words = _WORD.findall(folded(text))
    bare = [word for at, word in enumerate(words) if word not in (_PARTICLES if at else _ARTICLES)]
    return tuple((bare or words)[:MOST_WORDS])


def seconds(text: str) -> frozenset[str]:
    """The words that follow another with a hyphen, such as the second name of «Bjørn-Erik»."""
    if "-" not in text:
        return frozenset()
    pairs = _HYPHENED.findall(folded(text))
    return frozenset(second for first, second in pairs if first not in _PARTICLES)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """A folded word as it sounds, with three vowels: Yuliia and Julija are «iolia»."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


@lru_cache(maxsize=1 << 16)
def code(word: str) -> str:
    """The consonants that are heard in a folded word: Mohammed and Muhamad are «mmt».

    Where there are less than two, the first vowel comes before: Ali is not Ola.
    """
    heard = sound(word)
    consonants = _VOWELS.sub("", heard)
    consonants = consonants[:-1] + consonants[-1:].translate(_LAST)
    if len(consonants) < 2 and (vowel := _VOWELS.search(heard)):
        return vowel[0] + consonants
    return consonants or word
