"""How the same name is written otherwise: other romanisations, spelling by ear, slips of the hand.

Each table is a habit of writers, not the inverse of any rule of the stopper.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from random import Random


class Origin(StrEnum):
    """Where a name was given."""

    NORWEGIAN = "norwegian"
    UKRAINIAN = "ukrainian"
    ARABIC = "arabic"
    SOMALI = "somali"
    ERITREAN = "eritrean"
    PERSIAN = "persian"
    TURKISH = "turkish"
    POLISH = "polish"


# Cyrillic to Latin, in the alphabet's order. The passport's: cabinet resolution 55 of 2010.
ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’"
PASSPORT = "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia _ _"
BY_EAR = "a b v h g d e je zj z i i ji j k l m n o p r s t u f h ts tsj sj sjtsj _ ju ja _ _"
ENGLISH = "a b v g g d e ye zh z i i yi y k l m n o p r s t u f h ts ch sh sch _ yu ya _ _"
GERMAN = "a b w h g d e je sch s y i ji j k l m n o p r s t u f ch z tsch sch schtsch _ ju ja _ _"
POLISH = "a b w h g d e je ż z y i ji j k l m n o p r s t u f ch c cz sz szcz _ ju ja _ _"
# In the passport's system a word begins otherwise with these.
AT_THE_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
# The Russian form of a name stands in older papers.
RUSSIAN_FORMS = """
Олександр/Александр Олексій/Алексей Олена/Елена Микола/Николай Дмитро/Дмитрий Сергій/Сергей
Андрій/Андрей Михайло/Михаил Володимир/Владимир Євген/Евгений Ганна/Анна Катерина/Екатерина
Наталія/Наталья Тетяна/Татьяна Ірина/Ирина Олександра/Александра Ольга/Ольга Юлія/Юлия
Марія/Мария Павло/Павел Василь/Василий Григорій/Григорий Анастасія/Анастасия Світлана/Светлана
Данило/Даниил Кирило/Кирилл Артем/Артём Ілля/Илья Вікторія/Виктория Дарія/Дарья
Софія/София
"""
_RUSSIAN = dict(pair.split("/") for pair in RUSSIAN_FORMS.split())


def romanised(cyrillic: str, system: str = PASSPORT) -> str:
    """A Ukrainian or Russian name in Latin letters, as one system has it."""
    letters = {"ы": "y", "э": "e", "ё": "e", "ъ": ""}
    letters |= zip(ALPHABET, system.split(), strict=True)
    words = []
    for word in cyrillic.lower().replace("зг", "зґг" if system == PASSPORT else "зг").split():
        first = AT_THE_START.get(word[0]) if system == PASSPORT else None
        rest = "".join(letters.get(letter, letter) for letter in word[1:])
        words.append((first or letters.get(word[0], word[0])).capitalize() + rest)
    return " ".join(words).replace("_", "")


def cyrillic_anew(cyrillic: str, dice: Random) -> str:
    """The same name as another paper has it: the Russian form, or another romanisation."""
    if dice.random() < 0.5:
        cyrillic = _RUSSIAN.get(cyrillic, cyrillic)
    return romanised(cyrillic, dice.choice((PASSPORT, BY_EAR, ENGLISH, ENGLISH, GERMAN, POLISH)))


# Habits: what is written for what, tried in a random order until one fits.
HABITS: dict[Origin, str] = {
    Origin.NORWEGIAN: "aa/å å/aa kk/k k/ck ch/k ph/f th/t ei/eg øy/øi ks/x nn/n ll/l ss/s "
    "v/w gaard/gård gård/gaard dahl/dal stad/sta tvedt/tveit sæther/sæter ø/o æ/e c/k hj/j gj/j",
    Origin.ARABIC: "ou/u u/ou oo/u ee/i i/ee kh/k kh/ch q/k gh/g dh/d th/t sh/ch aa/a ai/ay ay/ei "
    "ei/ai y/i ss/s mm/m ll/l w/ou j/g z/s h/ a/e o/u e/i al /al- al /al al /el ",
    Origin.SOMALI: "x/h h/x c/ aa/a a/aa ii/i i/ii uu/u ee/e oo/o q/k kh/k dh/d y/i o/a e/i sh/ch",
    Origin.ERITREAN: "y/i i/y ai/ay ay/ai gh/g g/gh j/y y/j ph/f k/kh kh/k e/i ts/z t/th w/v s/z "
    "ie/e a/e ebre/ibre michael/mikael",
    Origin.PERSIAN: "zadeh/zada zada/zadeh pour/poor nejad/nezhad ian/yan ou/u oo/u u/oo ee/i i/y "
    "q/gh gh/q kh/k v/w w/v eh/e e/i o/u ss/s mm/m dj/j j/dj h/",
    Origin.TURKISH: "ş/s ş/sh ç/c ç/ch ğ/g ğ/ ı/i ö/o ö/ø ü/u ü/y oğlu/oglu oğlu/ogullari â/a "
    "hm/hem c/j",
    Origin.POLISH: "ł/l ś/s ń/n ż/z ź/z ć/c ą/a ę/e ó/o cz/ch sz/sh w/v rz/z ska/ski ski/sky y/i "
    "ck/tsk dz/z",
}


def _by_habit(origin: Origin, name: str, dice: Random) -> str:
    """One or two habits of the origin's writers on a name, or the name where none fits."""
    pairs = [tuple(pair.split("/")) for pair in _HABIT_PAIRS[origin]]
    dice.shuffle(pairs)
    wanted = 1 + (dice.random() < 0.25)
    lower = name.lower()
    for written, instead in pairs:
        if written in lower[1:] and wanted:
            at = lower.index(written, 1)
            lower = lower[:at] + instead + lower[at + len(written) :]
            wanted -= 1
    return titled(lower)


def titled(name: str) -> str:
    """«Al-Hassan Nur»: a capital after each space and hyphen."""
    return " ".join(
        "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
        for word in name.lower().split()
    )


def _pairs(text: str) -> list[str]:
    # «al » is a particle with the space that follows it.
    kept = text.replace("al /al-", "al_/al-").replace("al /al ", "al_/al ")
    return [pair.replace("_", " ") for pair in kept.replace("al /el ", "al_/el_").split()]


_HABIT_PAIRS = {origin: _pairs(text) for origin, text in HABITS.items()}

BY_ORIGIN: dict[Origin, Callable[[str, Random], str]] = {
    origin: partial(_by_habit, origin) for origin in HABITS
}

KEYBOARD = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm")
NEAR = {
    letter: "".join(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    for row in KEYBOARD
    for at, letter in enumerate(row)
}


def mistyped(name: str, dice: Random) -> str:
    """One slip of the hand: a letter left out, doubled, swapped with the next or a key beside."""
    places = [at for at, letter in enumerate(name) if letter.isalpha()]
    if len(places) < 3:
        return name
    at = dice.choice(places)
    letter = name[at].lower()
    slip = dice.randrange(4)
    if slip == 0:
        slipped = name[:at] + name[at + 1 :]
    elif slip == 1:
        slipped = name[:at] + letter + name[at:]
    elif slip == 2 and at + 1 < len(name):
        slipped = name[:at] + name[at + 1] + letter + name[at + 2 :]
    else:
        slipped = name[:at] + dice.choice(NEAR.get(letter, "aeiou")) + name[at + 1 :]
    return titled(slipped)
