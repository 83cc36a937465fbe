"""Names and how they come to be written otherwise, by origin, for the stopper's bench.

Collected from how names are in fact written on papers and at desks: passports' romanisations
against spelling by ear, clerks' habits, namesakes' own choices. Nothing here may look at
`lib.names`: a test that respells by the rules it tests would praise them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from random import Random
from typing import Any

from tests.bench.stopper_respelling import BY_ORIGIN, Origin, cyrillic_anew, romanised

# Commonest first; a name is followed by other ways its bearers write it.
NORWEGIAN_MEN = """
Jan;Per,Peer,Pär;Bjørn;Ole,Olle;Lars;Kjell;Knut,Knud;Svein,Sven;Thomas,Tomas;Arne;Geir;Hans;
Morten,Morthen;Tor,Thor;Martin,Marthin;Odd;Andreas;Erik,Eirik,Eric;John,Jon;Anders;Terje;Kristian,
Christian,Cristian;Daniel;Henrik;Jonas;Magnus;Rune;Trond;Tore,Thore;Harald;Marius;Alexander,
Aleksander;Emil;Jakob,Jacob;Oskar,Oscar;Lukas,Lucas;Filip,Phillip,Philip;Oliver;William,Viljam;
Elias;Noah;Isak,Isaac;Mathias,Matias,Mattias;Kasper,Casper;Sebastian;Sander;Tobias;Håkon,Haakon,
Håkan;Jørgen,Jørn;Øystein,Eystein;Øyvind,Eivind;Stian;Fredrik,Frederik;Kristoffer,Christoffer,
Kristofer;Espen;Frode;Pål,Paal;Åge,Aage;Vidar,Widar;Sindre;Simen;Even;Adrian;Viktor,Victor;Teodor,
Theodor;Ludvig,Ludvik;Johannes;Sverre;Gunnar;Sigurd;Halvor,Halvard;Ask;Mikkel;Mikael,Michael;
Karsten,Carsten;Konrad,Conrad;Truls;Markus,Marcus;Herman,Hermann;Aksel,Axel;Gustav,Gustaf;Birk;
Leon;Iver,Ivar;Olav,Olaf;Roger;Tommy;Steinar;Torbjørn,Thorbjørn;Nils,Niels;Rolf;Dag;Stein;Leif;
Egil,Eigil;Jens;Nikolai,Nicolai,Nikolay
"""
NORWEGIAN_WOMEN = """
Anne,Ane;Inger;Kari;Marit,Marith;Ingrid;Liv;Eva;Berit,Berith;Astrid;Bjørg;Hilde;Anna;Solveig;
Marianne;Randi;Ida;Nina;Maria;Elisabeth,Elisabet;Kristin,Christin;Bente;Heidi;Silje;Hanne;Linda;
Tone;Camilla,Kamilla;Wenche,Venke;Ellen;Ragnhild,Ragnhil;Karin,Carin;Mette;Nora,Norah;Emma;Sofie,
Sophie;Ella;Sara,Sarah;Olivia;Maja,Maia,Maya;Emilie,Emelie;Frida;Thea,Tea;Leah,Lea;Ingeborg;
Amalie;Vilde,Wilde;Hedda;Tiril;Aurora;Julie;Mathilde,Matilde;Oda;Selma;Kathrine,Cathrine,Katrine,
Catrine;Kristine,Christine,Kristin;Caroline,Karoline;Cecilie,Sesilie;Henriette;Benedicte,
Benedikte;Charlotte;Hege;Gro;Åse,Aase;Åshild,Aashild;Guro;Siri;Synnøve,Synnøva;Turid;Torill,Toril;
Unni;Vibeke,Wibeke,Vibecke;Rebekka,Rebecca;Viktoria,Victoria;Susanne,Suzanne;Line;Lene;Trine;
Stine;Mari;Marte,Marthe;Malin;Jenny,Jenni;Isabell,Isabel,Isabelle;Helene;Grete,Grethe;Gerd;Aud;
Tuva;Live;Alma;Eline;Tonje;Rikke
"""
NORWEGIAN_SURNAMES = """
Hansen;Johansen,Johannsen;Olsen,Ohlsen;Larsen;Andersen;Pedersen,Petersen;Nilsen,Nielsen;
Kristiansen,Christiansen;Jensen;Karlsen,Carlsen;Johnsen,Jonsen;Pettersen,Petterson;Eriksen,
Ericsen;Berg;Haugen;Hagen;Johannessen,Johannesen;Andreassen,Andreasen;Jacobsen,Jakobsen;Dahl,Dal;
Jørgensen;Halvorsen;Henriksen;Lund;Sørensen;Gundersen;Moen;Jakobsen,Jacobsen;Gulbrandsen,
Guldbrandsen;Solberg;Svendsen,Svensen;Eide;Knutsen,Knudsen;Martinsen,Marthinsen;Paulsen,Poulsen;
Bakken;Kristoffersen,Christoffersen;Mathisen,Mathiesen,Matisen;Strand;Amundsen;Lie;Bakke;Iversen;
Rasmussen;Solheim;Lien;Berge;Nygård,Nygaard;Fredriksen,Frederiksen;Moe,Mo;Kristensen,Christensen;
Aas,Ås;Aasen,Åsen;Haugland;Aune;Ødegård,Ødegaard;Simonsen;Tangen;Birkeland;Thomassen,Tomassen;
Haug;Myhre,Myre;Sæther,Sæter;Isaksen,Isachsen;Sandvik,Sandvig;Hauge;Ruud,Rud;Vik,Wiik,Wik;Løken;
Øverland;Tveit,Tvedt;Rønning;Thorsen,Torsen;Aamodt,Åmodt;Våge,Vaage;Gaarder,Gårder;Wold,Vold;Holm;
Krogh,Krog;Qvale,Kvale;Schjelderup,Skjelderup
"""
FARM_FIRST = """
Berg Bjørk Brekk Dal Eike Fjell Fager Furu Gran Grøn Hall Heg Hov Kirke Kvern Lang Lille Lunde
Mid Myr Nord Ny Ose Rød Sand Sel Sjø Skog Sol Stein Stor Sund Syd Tjøm Torp Ulle Val Vest Øst
"""
FARM_LAST = "land heim vik stad rud set dalen bakken haug nes tveit moen lien voll gård stø"

ARABIC_MEN = """
Mohammed,Muhammad,Mohamed,Mohamad,Muhammed;Ahmed,Ahmad,Achmed;Ali,Aly;Mahmoud,Mahmud,Mahmood;
Hassan,Hasan,Hasen;Hussein,Husain,Hussain,Hossein,Hussien;Omar,Umar,Omer;Khaled,Khalid,Kaled;
Ibrahim,Ebrahim,Ibraheem;Yousef,Yusuf,Youssef,Yosef,Jusuf;Mustafa,Mostafa,Moustafa;Abdullah,
Abdallah,Abdulla;Abdulrahman,Abdul Rahman,Abd Alrahman,Abderrahman;Samir,Sameer;Tariq,Tarek,Tarik;
Walid,Waleed,Oualid;Ziad,Zeyad,Siad,Ziyad;Osama,Usama,Oussama;Bashar,Bachar;Faisal,Faysal,Feisal;
Karim,Kareem;Jamal,Gamal,Djamal;Anas,Annas;Amjad,Amgad;Fadi,Fady;Firas,Feras,Ferass;Ghassan,
Gassan;Haitham,Haytham,Heitham;Hamza,Hamzah;Imad,Emad;Iyad,Eyad,Ayad;Louay,Luay,Loai;Maher,Mahir;
Marwan,Marouan;Mazen,Mazin;Nabil,Nabeel;Nader,Nadir;Qasim,Kassem,Qassem,Kasim;Rami,Ramy;Rashid,
Rasheed,Rachid;Saad,Sad;Said,Saeed,Saïd;Salah,Saleh;Sami,Samy;Suleiman,Sulaiman,Soliman,Sleiman;
Taher,Tahir;Wael,Wail;Yasin,Yassin,Yaseen;Yasser,Yasir;Zaid,Zayd,Zeid;Adnan,Adnane;Bilal,Belal;
Majd,Maged;Hadi,Hady;Laith,Layth;Nour,Noor,Nur;Jawad,Jaouad
"""
ARABIC_WOMEN = """
Fatima,Fatma,Fatimah,Fateme;Aisha,Aysha,Aicha,Ayesha;Maryam,Mariam,Meryem,Miriam;Zainab,Zeinab,
Zaynab,Zeineb;Khadija,Khadijah,Kadija;Nour,Noor,Nur,Nora;Amina,Ameena,Aminah;Layla,Leila,Laila,
Lejla;Salma,Selma;Rania,Raniya;Rasha,Racha;Reem,Rim,Riem;Samira,Sameera;Huda,Hoda,Houda;Iman,Eman,
Imane;Israa,Esra,Isra;Jamila,Djamila,Gamila;Lina,Leena;Lubna,Loubna;Manal,Manale;Mona,Muna,Mouna;
Nadia,Nadya;Nawal,Naoual;Rawan,Rouan;Ruba,Roba;Safa,Safaa;Sahar,Sahr;Sana,Sanaa;Shaima,Shaimaa,
Chaima;Suad,Souad;Wafa,Wafaa;Yasmin,Yasmine,Jasmin,Yasmeen;Zahra,Zahraa,Sahra;Dima,Deema;Ghada,
Gada;Hala,Halla;Hanan,Hanane;Hiba,Heba;Rahaf,Rahef;Sawsan,Susan,Saousan;Tasnim,Tasneem;Bushra,
Bouchra,Boshra;Asma,Asmaa;Duaa,Doaa
"""
ARABIC_SURNAMES = """
Al Hassan,Alhassan,El Hassan;Al Ali,Alali;Al Ahmad,Alahmad,Al-Ahmed;Al Masri,Almasri,El Masry;
Al Khatib,Alkhatib,El Khateeb;Haddad,Hadad,Al Haddad;Khoury,Khouri,Khuri;Al Najjar,Najjar,Alnajar,
El Naggar;Al Omari,Alomari,Omary;Al Zoubi,Alzubi,Al Zoabi;Sharif,Sherif,Cherif;Mansour,Mansur;
Darwish,Darwich,Derwish;Al Halabi,Halabi,Alhalaby;Al Shami,Alshami,El Chami;Al Hamwi,Hamwi,
Alhamoui;Kanaan,Canaan,Kenan;Saleh,Salih,Salah;Qasim,Kassem,Al Qasem;Al Jabouri,Aljubouri,
Al Jaburi;Al Dulaimi,Aldulaimy,Duleimi;Al Tamimi,Altamimi,Tamimy;Al Rubaie,Alrubaye,Rubai;
Al Saadi,Alsaadi,Saady;Al Maliki,Almaliky;Hamdan,Hemdan;Barakat,Barakate;Shaheen,Chahine,Shahin;
Taha,Tahah;Zaitoun,Zeitoun,Zaytun;Bakr,Bakir,Abu Bakr;Issa,Eisa,Isa;Yacoub,Yaqub,Jakoub,Yakub;
Daoud,Dawood,Dawud;Nasser,Naser,Al Nasir;Hijazi,Hejazi,Higazi;Abbas,Abas;Al Bayati,Albayaty;
Shaaban,Chaban,Shaban;Othman,Osman,Uthman;Ramadan,Ramazan;Sabbagh,Sabag;Ghanem,Ganim,Ghanim;Jaber,
Jabir,Gaber;Murad,Mourad;Suleiman,Sulaiman,Al Suleiman;Khalil,Khaleel,Alkhalil
"""
SOMALI_MEN = """
Mohamed,Maxamed,Muhammad,Mohammed;Abdi,Cabdi;Ahmed,Axmed,Ahmad;Ali,Cali;Hassan,Xasan,Hasan;
Hussein,Xuseen,Husein;Abdirahman,Cabdiraxmaan,Abdurahman,Abdulrahman;Abdullahi,Cabdullaahi,
Abdulahi;Ibrahim,Ibraahim;Ismail,Ismaaciil,Ismael;Omar,Cumar,Umar;Osman,Cismaan,Usman;Yusuf,
Yuusuf,Yussuf;Farah,Faarax;Jama,Jaamac,Jaama;Warsame,Warsamee;Abdulkadir,Cabdulqaadir,Abdiqadir;
Mahamud,Maxamuud,Mohamud;Nur,Nuur,Noor;Adan,Aadan,Aden;Isse,Ciise,Issa;Said,Saciid,Saeed;Salad,
Salaad;Hirsi,Xirsi;Guled,Guuleed;Liban,Liibaan;Mukhtar,Mukhtaar,Muktar;Dahir,Daahir,Taahir;Muse,
Muuse,Musa;Bashir,Bashiir;Kalif,Khaliif,Khalif;Sharif,Shariif;Elmi,Cilmi,Ilmi;Duale,Ducaale,
Dualeh;Gedi,Geeddi,Geddi;Samatar,Samater;Roble,Rooble;Awil,Cawil;Abshir,Abshiir;Daud,Daauud,Dawud;
Idris,Idriis;Ayanle,Aynle;Bile,Bille;Mahad,Maxad;Zakaria,Sakariye,Zakariya
"""
SOMALI_WOMEN = """
Fadumo,Faadumo,Fatuma,Fatima;Halimo,Xaliimo,Halima;Amina,Aamina;Asha,Caasha,Aisha;Hodan,Xodan;
Hawa,Xaawo,Hawo;Maryan,Maryam,Mariam;Khadija,Khadiijo,Kadija;Sahra,Saahra,Zahra;Safia,Safiyo,
Safiya;Hibo,Hiba;Ifrah,Ifraax;Ayan,Ayaan;Nasra,Nasro;Fartun,Fartuun;Sagal,Sagaal;Deqa,Deeqa;Idil,
Idiil;Ladan,Laadan;Muna,Muno;Nimo,Nimco,Nima;Rahma,Raxma;Saido,Saciido,Saida;Shukri,Shukriya;Ubah,
Ubax;Yasmin,Yaasmiin;Zamzam,Samsam;Hamdi,Xamdi;Habiba,Xabiiba;Barwaqo,Barwaako;Istahil,Istaahil;
Luul,Lul;Anab,Canab;Sucdi,Suadi;Bishaaro,Bishara
"""
ERITREAN_MEN = """
Tesfay,Tesfai,Tesfaye;Berhane,Brhane,Birhane;Yohannes,Johannes,Yohanes;Kidane,Kidane,Khidane;
Haile,Hayle;Tekle,Tekleh,Teckle;Mehari,Mehary;Abraham,Abrham;Samuel,Samuiel;Filmon,Filimon,
Philmon;Daniel,Danieal;Habtom,Habtome;Kibrom,Kbrom,Kibreab;Mulugeta,Mulgeta;Negash,Negasi,Negassi;
Robel,Robiel;Solomon,Selomon;Teklemariam,Tekle Mariam;Gebremeskel,Gebre Meskel,Ghebremeskel;
Ghebreyesus,Gebreyesus,Gebre Yesus;Weldemichael,Woldemichael,Welde Michael;Michael,Mikael,Mikiel;
Isaias,Esayas,Isayas;Fitsum,Ftsum,Fetsum;Henok,Henock;Yonas,Jonas;Aman,Amman;Awet,Awiet;Efrem,
Ephrem;Estifanos,Stefanos,Estephanos;Girmay,Ghirmai,Girmai;Goitom,Gotom,Goytom;Hagos,Hagoss;
Kahsay,Kahsai,Kahssay;Medhane,Medhanie;Merhawi,Merhawie;Natnael,Nathnael;Simon,Semon;Temesgen,
Temesghen;Tsegay,Tsegai,Zegay;Yemane,Yemene;Zerai,Zeray;Okbay,Okubay,Ogbay;Asmerom,Asmorom;
Bereket,Berekhet
"""
ERITREAN_WOMEN = """
Selam,Salam;Helen,Hellen;Rahel,Rachel;Saba,Sabba;Luwam,Liwam,Lwam;Feven,Fewen;Mebrat,Mebrahit;
Semhar,Smhar;Abeba,Abebe;Almaz,Almas;Letebrhan,Lete Berhan,Letebirhan;Tsega,Zega;Tirhas,Terhas;
Winta,Wenta;Yordanos,Jordanos,Yordanose;Zufan,Sufan;Hiwet,Hiwot,Heywet;Kisanet,Ksanet;Meron,
Mieron;Milena,Millena;Natsnet,Netsanet;Rigat,Regat;Ruta,Ruth;Sara,Sarah;Senait,Senayt;Tsehaynesh,
Sehaynesh;Ariam,Aryam;Bisrat,Besrat;Delina,Dellina;Eden,Edien;Fiyori,Fiori;Genet,Ghenet;Haben,
Habien;Lemlem,Lemelem;Mihret,Mehret
"""
PERSIAN_MEN = """
Mohammad,Mohammed,Muhammad;Ali,Aly;Reza,Rezah,Riza;Hossein,Hussein,Hosein,Husain;Mehdi,Mahdi,
Medhi;Amir,Ameer;Hamid,Hameed;Saeid,Saeed,Said;Majid,Madjid,Majeed;Masoud,Massoud,Masud;Behzad,
Bezhad;Farhad,Ferhad;Farid,Fareed;Kourosh,Koorosh,Cyrus;Arash,Aarash;Babak,Baback;Dariush,
Daryoush,Darius;Ehsan,Ihsan;Habib,Habeeb;Jalal,Jalaal;Javad,Jawad;Karim,Kareem;Mahmood,Mahmoud,
Mahmud;Mostafa,Mustafa;Nasser,Naser,Nasir;Omid,Omeed,Omied;Parviz,Parwiz,Parvez;Qasem,Ghasem,
Qassim;Rahim,Raheem;Ramin,Rameen;Sajad,Sajjad;Shahin,Shaheen;Siavash,Siyavash;Vahid,Wahid,Waheed;
Yaser,Yasir;Zabihullah,Zabiullah,Zabihollah;Najibullah,Najib Ullah,Najeebullah;Esmatullah,
Esmat Ullah,Ismatullah;Gholam,Ghulam,Golam;Nazir,Nazeer;Abdul,Abdol;Asadullah,Asad Ullah,
Assadullah;Ebrahim,Ibrahim;Yaghoub,Yaqub,Yaqoob;Khodadad,Khudadad;Mirwais,Mirweis
"""
PERSIAN_WOMEN = """
Fatemeh,Fatima,Fateme;Zahra,Zahrah,Sahra;Maryam,Mariam;Leila,Layla,Laila;Narges,Nargis,Nargess;
Parisa,Pariza;Shirin,Shireen;Soraya,Suraya,Sorayya;Azadeh,Azade;Elham,Ilham;Farzaneh,Farzana;
Fereshteh,Fereshta,Freshta;Golnaz,Gulnaz;Hamideh,Hamida;Jamileh,Jamila;Khadijeh,Khadija;Laleh,
Lale;Mahnaz,Mehnaz;Masoumeh,Masuma,Massoumeh;Mina,Meena;Nasrin,Nasreen;Niloufar,Nilofar,Niloofar;
Parvin,Parwin,Parveen;Roya,Roja;Sakineh,Sakina;Samira,Sameera;Setareh,Setara;Shabnam,Shabnum;
Simin,Simeen;Somayeh,Sumaya,Somaya;Tahereh,Tahera;Yasaman,Yasamin;Zohreh,Zuhra;Marzieh,Marzia;
Sediqa,Sedigheh,Siddiqa;Aziza,Azizeh
"""
# In Cyrillic, the commonest first; faker's lists follow them.
UKRAINIAN_MEN = """
Олександр Сергій Андрій Дмитро Володимир Максим Микола Іван Артем Юрій Олексій Богдан Михайло
Владислав Денис Роман Віталій Євген Віктор Ігор Василь Тарас Данило Павло Ілля Кирило Назар Матвій
Тимофій Марко Вадим Олег Станіслав Ярослав Анатолій Руслан Григорій Валерій Давид Нікіта
"""
UKRAINIAN_WOMEN = """
Олена Наталія Ірина Тетяна Оксана Марія Світлана Юлія Анна Катерина Ольга Вікторія Людмила
Анастасія Софія Дарина Поліна Аліна Галина Надія Любов Валентина Лариса Інна Ганна Злата Єва
Соломія Вероніка Олександра Діана Маргарита Христина Яна Карина Віра Каріна Дарія Мілана Лілія
"""
TURKISH_MEN = "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Murat Ömer Yusuf Emre Osman"
TURKISH_WOMEN = "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Özlem Gülşen Esra"
PERSIAN_STEMS = """
Ahmad Mohammad Hossein Hassan Karim Rahim Rezai Jafar Sadegh Mousav Hashem Ghasem Akbar Asghar
Moradi Rostam Bagher Taher Nazar Sultan Haidar Amin Safar Habib Yousef Nouri Ebrahim Kazem Naser
Abbas Hakim Sharif Qorban Heydar Norouz Shahab Kamal Jalal Anwar Faqir
"""
PERSIAN_ENDS = ("i", "zadeh", "pour", "nejad", "ian", "yar", "khani")


@dataclass(frozen=True)
class Stock:
    """The names of one origin, the commonest first, and how its writers respell them."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    respelt: Callable[[str, Random], str]
    is_chain: bool = False  # the surname is the father's name, and his father's

    @cached_property
    def whole(self) -> frozenset[str]:
        """Names that are one, though of several words: «Al Hassan»."""
        return frozenset((*self.men, *self.women, *self.surnames))


def _groups(*texts: str) -> list[list[str]]:
    flat = [" ".join(text.split()).replace(", ", ",").replace("; ", ";") for text in texts]
    return [group.strip().split(",") for text in flat for group in text.split(";")]


def _heads(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(group[0] for group in _groups(text)))


def _faker(locale: str) -> Any:
    return import_module(f"faker.providers.person.{locale}").Provider


def _with_groups(texts: Iterable[str], origin: Origin) -> Callable[[str, Random], str]:
    """Another of the ways a name is written; by the origin's habits where none is listed."""
    others: dict[str, set[str]] = {}
    for group in _groups(*texts):
        for name in group:
            others.setdefault(name, set()).update(group)
    known = {name: sorted(ways - {name}) for name, ways in others.items()}

    def respelt(name: str, dice: Random) -> str:
        if (ways := known.get(name)) and dice.random() < 0.8:
            return dice.choice(ways)
        return BY_ORIGIN[origin](name, dice)

    return respelt


def _cyrillic(origin_names: Iterable[str]) -> dict[str, str]:
    return {romanised(name): name for name in origin_names}


def _farms() -> tuple[str, ...]:
    return _shuffled(first + last for last in FARM_LAST.split() for first in FARM_FIRST.split())


def _shuffled(names: Iterable[str]) -> tuple[str, ...]:
    """In no order: a list by the alphabet would make namesakes of likenesses."""
    shuffled = list(dict.fromkeys(names))
    Random(len(shuffled)).shuffle(shuffled)
    return tuple(shuffled)


def _stock(
    origin: Origin, men: str, women: str, surnames: Iterable[str], is_chain: bool = False
) -> Stock:
    listed = {Origin.NORWEGIAN: [NORWEGIAN_SURNAMES], Origin.ARABIC: [ARABIC_SURNAMES]}
    respelt = _with_groups([men, women, *listed.get(origin, [])], origin)
    return Stock(_heads(men), _heads(women), tuple(surnames), respelt, is_chain)


def _ukrainian() -> Stock:
    names = _faker("uk_UA")
    men = _cyrillic([*UKRAINIAN_MEN.split(), *_shuffled(names.first_names_male)])
    women = _cyrillic([*UKRAINIAN_WOMEN.split(), *_shuffled(names.first_names_female)])
    surnames = _cyrillic(_shuffled(names.last_names_male))
    cyrillic = surnames | women | men
    return Stock(
        tuple(men),
        tuple(women),
        tuple(surnames),
        lambda name, dice: cyrillic_anew(cyrillic.get(name, name), dice),
    )


def _turkish() -> Stock:
    names = _faker("tr_TR")
    return Stock(
        tuple(dict.fromkeys([*TURKISH_MEN.split(), *_shuffled(names.first_names_male)])),
        tuple(dict.fromkeys([*TURKISH_WOMEN.split(), *_shuffled(names.first_names_female)])),
        _shuffled([*names.last_names, *(f"{name}oğlu" for name in names.first_names_male[:300])]),
        BY_ORIGIN[Origin.TURKISH],
    )


def _polish() -> Stock:
    names = _faker("pl_PL")
    return Stock(
        tuple(names.first_names_male),
        tuple(names.first_names_female),
        (*names.male_last_names, *_shuffled(names.unisex_last_names)[:1500]),
        BY_ORIGIN[Origin.POLISH],
    )


STOCK = {
    Origin.NORWEGIAN: _stock(
        Origin.NORWEGIAN,
        NORWEGIAN_MEN,
        NORWEGIAN_WOMEN,
        (*_heads(NORWEGIAN_SURNAMES), *_farms()),
    ),
    Origin.UKRAINIAN: _ukrainian(),
    Origin.ARABIC: _stock(
        Origin.ARABIC, ARABIC_MEN, ARABIC_WOMEN, (*_heads(ARABIC_SURNAMES), *_heads(ARABIC_MEN))
    ),
    Origin.SOMALI: _stock(
        Origin.SOMALI, SOMALI_MEN, SOMALI_WOMEN, _heads(SOMALI_MEN), is_chain=True
    ),
    Origin.ERITREAN: _stock(
        Origin.ERITREAN, ERITREAN_MEN, ERITREAN_WOMEN, _heads(ERITREAN_MEN), is_chain=True
    ),
    Origin.PERSIAN: _stock(
        Origin.PERSIAN,
        PERSIAN_MEN,
        PERSIAN_WOMEN,
        _shuffled(stem + end for stem in PERSIAN_STEMS.split() for end in PERSIAN_ENDS),
    ),
    Origin.TURKISH: _turkish(),
    Origin.POLISH: _polish(),
}
