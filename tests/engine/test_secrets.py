"""Passwords that customers type."""

import pytest

from bot.engine.events import Leaked, Typed
from bot.engine.flow import Flow
from bot.engine.machine import step
from bot.engine.place import begin
from tests.known_values import HOST

SECRETS = """
Mijn wachtwoord is Hond1234! wat nu
mijn wachtwoord is hond
wachtwoord: geheimpje
ww werkt niet, wachtwoord Hond1234
my password is hunter
password: hunter2
password = correct-horse-9
the password is "Tr0ub4dor&3", please help
My PASSWORD is:   Winter2026!
mot de passe : Bonjour123
contraseña: hola1234
hasło to Zima2026!
palavra-passe: Verao_2026
salasana on Kesa2026!
wachtwoord werkt niet, wachtwoord   :   Hond1234
Hond1234!
jan@example.com Hond1234!
user jan pwd s3cr3t!x
Summer2024x is my password, please help
Zomer2024x is mijn wachtwoord
Kesa2024x on salasanani, auttakaa
password: blue house tree
wachtwoord: ik hou van kaas
mot de passe : petit chat noir
the password is "blue house tree"
Passwort ist Sommer please
mijn wachtwoord is zomertje aub
wachtw: zomertje
jan@imone.lt slaptazodis Vasara.2020 patikrinkit
I try to log in with jan and Welkom2024 but it does not accept it
accedo con mario e Estate2024 ma non va
login: jan Welkom2024
ww Welkom1
pw Welkom1
password sunflower1
sunflower1 is my password
I log in with jan and sunflower1
clave Girasol1
jan@example.com:Sunflower1
jan@example.com / sunflower7
login: jan@example.com / sunflower7
jan@example.com | Welkom1
wachtwoord "hondenhok" wordt geweigerd
het wachtwoord (hondenhok) werkt niet
mot de passe «tournesol»
my password 'sunflower' is rejected
wachtwoord -> hondenhok
password-> sunflower
wachtwoord; hondenhok
wachtwoord is: hondenhok
my password's sunflower
my password’s sunflower
""".strip().splitlines()

ORDINARY = """
wachtwoord wordt niet geaccepteerd
mijn wachtwoord is verkeerd
het wachtwoord is niet goed
wachtwoord vergeten
ik ben mijn wachtwoord kwijt
welk wachtwoord moet ik gebruiken?
is het wachtwoord hetzelfde als dat van mijn account?
my password is wrong
my password is not accepted
password is required
what is the password for imap?
I forgot my password
where do I change my password?
the password field is empty
password or user name is incorrect
imap met ssl
POP3 zonder SSL
poort 25
Windows8.1
Outlook2016!
port 25?
jan@example.com
https://www.example.com/?a=1&B=2
553 sorry, that domain isn't allowed to be relayed thru this MTA (#5.7.1)
/start
Ja!
OK!!!
1234567890
what is the weather tomorrow
DROP TABLE conversations; --
foutmelding: wachtwoord of gebruikersnaam is onjuist
wachtwoord: welke moet ik nemen
password: which one do I need
username: full address, password: mailbox password
username is the full address, password: the one from the panel
my password is accepted but mail fails
login error 0x80072efd
inloggen op windows10 lukt niet
mot de passe : lequel
password: none
password: same as before
What is my password for outlook2016?
gebruikersnaam: jan@example.com, wachtwoord: hetzelfde als voor webmail
wachtwoord: gewoon dat van de mailbox
contraseña: la de siempre
contraseña: cual pongo
hasło: jakie mam wpisać
salasana: mikä laitetaan
slaptažodis: kokį įvesti
palavra-passe: qual é que ponho
password: quale metto
password: quella di sempre
ik kan niet inloggen met mijn iphone13
I log in with imap4rev1
my galaxys21 asks for login
windows vraagt om wachtwoord: wat nu
the server says: password: authentication failed
password: please help
password please help me
i have two passwords: which one
Passwort ist falsch please
mijn wachtwoord is veranderd dank u
mon mot de passe est bon merci
my password is right please help
la mia password è giusta grazie
hasło jest dobre proszę pomóc
my password is wrong since version1
mijn wachtwoord werkt niet sinds versie2
my password's gone
my password is blank
what's my password's length?
mijn wachtwoord is privé
mijn wachtwoord is opgeschreven
bij wachtwoord: stippen
hasło to problem
contraseña: ¿cuál?
mot de passe: erreur
the server says: password "incorrect"
password (optional)
password (the one of the mailbox) is refused
my pop3 password is wrong
password for imap4 does not work
the password on iphone6 fails
the server ssl0 refuses my password
""".strip().splitlines()


@pytest.mark.parametrize("text", SECRETS)
def test_a_password_is_noticed(flow: Flow, text: str) -> None:
    """A password in a sentence, behind a colon or alone is given away."""
    assert flow.vocabulary.secrets.given_away(text)


@pytest.mark.parametrize("text", [*ORDINARY, HOST, f"{HOST}:25"])
def test_an_ordinary_sentence_is_none(flow: Flow, text: str) -> None:
    """Talk about passwords, programs, ports and errors is no false alarm."""
    assert not flow.vocabulary.secrets.given_away(text)


@pytest.mark.parametrize("text", ["password" + " " * 4000, "password is " * 350])
def test_a_long_text_without_one_is_none(flow: Flow, text: str) -> None:
    """A long text that only talks of passwords is read to its end and found harmless."""
    assert not flow.vocabulary.secrets.given_away(text)


def test_a_password_changes_nothing_but_is_warned_of(flow: Flow) -> None:
    """The customer is warned and asked the same question again."""
    here = begin(flow, "en", 0)
    after, (action,) = step(flow, here, Typed("my password is Hond1234!"), 60)
    assert after == here
    assert action.paragraphs[0] == flow.warning  # type: ignore[union-attr]


def test_what_was_cut_out_elsewhere_is_warned_of_too(flow: Flow) -> None:
    """A front end that has cut a password out says so, and the answer is the same."""
    here = begin(flow, "en", 0)
    assert step(flow, here, Leaked(), 60) == step(flow, here, Typed("password: hunter2"), 60)


@pytest.mark.parametrize(
    "text",
    [
        "User: jan@example.com\nPassword:\nHond1234\nThank you for your help",
        "Mijn gegevens zijn deze:\nhet wachtwoord is\n\n- Hond1234\nVriendelijke groeten",
        "this is what I use\nPassword\nHond1234 for all of my mail",
        "inlog jan\nWelkom2024",
    ],
)
def test_a_password_on_the_line_below_its_name_is_one(flow: Flow, text: str) -> None:
    """What people paste has one thing on each line."""
    assert flow.vocabulary.secrets.given_away(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don't know my password\nPlease help me with IMAP and SSL",
        "what is the password?\nI use Outlook2016 on a new PC here",
        "It says:\nPassword:\nUser name: jan@example.com\nIncoming server is empty",
    ],
)
def test_a_line_below_a_name_may_be_ordinary(flow: Flow, text: str) -> None:
    """It is read as if it stood on the same line."""
    assert not flow.vocabulary.secrets.given_away(text)
