"""The labels on the screens of Windows 8 Mail, written out by hand from the guides.

Source: section 3 of the facts; the Lithuanian guide kept the English labels. All guides share one
set of screenshots, so none is verified on a real screen.
"""

from typing import Final

LABELS: Final[dict[str, dict[str, str]]] = {
    "nl": {
        "app": "E-mail",
        "menu_1": "Instellingen",
        "menu_2": "Accounts",
        "add": "Account toevoegen",
        "type": "Andere account",
        "email_address": "E-mailadres",
        "user_name": "Gebruikersnaam",
        "password": "Wachtwoord",
        "incoming_server": "Inkomende mail server (IMAP)",
        "port": "Port",
        "incoming_ssl": "De inkomende server vereist SSL",
        "outgoing_server": "Uitgaande Mail Server(SMTP)",
        "outgoing_ssl": "De uitgaande server vereist SSL",
        "outgoing_authentication": "De uitgaande server vereist verificatie",
        "same_credentials": (
            "Gebruik dezelfde gebruikersnaam en wachtwoord om elektronische "
            "berichten te verzenden en te ontvangen"
        ),
        "connect": "Verbinden",
    },
    "fr": {
        "app": "Courrier",
        "menu_1": "Paramètres",
        "menu_2": "Comptes",
        "add": "Ajouter un compte",
        "type": "Autre compte",
        "email_address": "Adresse de messagerie",
        "user_name": "Nom d'utilisateur",
        "password": "Mot de passe",
        "incoming_server": "Serveur de messagerie entrant (IMAP)",
        "port": "Port",
        "incoming_ssl": "Le serveur entrant requiert SSL",
        "outgoing_server": "Serveur de messagerie sortant (SMTP)",
        "outgoing_ssl": "Le serveur sortant requiert SSL",
        "outgoing_authentication": "Le serveur sortant requiert l'authentification",
        "same_credentials": (
            "Utiliser les mêmes nom d'utilisateur et mot de passe pour envoyer et "
            "recevoir les messages électroniques"
        ),
        "connect": "Connecter",
    },
    "es": {
        "app": "Correo",
        "menu_1": "Configuración",
        "menu_2": "Cuentas",
        "add": "Agregar una cuenta",
        "type": "Otra cuenta",
        "email_address": "Dirección de correo electrónico",
        "user_name": "Nombre de usuario",
        "password": "Contraseña",
        "incoming_server": "Servidor de correo electrónico entrante (IMAP)",
        "port": "Puerto",
        "incoming_ssl": "El servidor entrante requiere SSL",
        "outgoing_server": "Servidor de correo electrónico saliente (SMTP)",
        "outgoing_ssl": "El servidor saliente requiere SSL",
        "outgoing_authentication": "El servidor saliente requiere autenticación",
        "same_credentials": (
            "Usar el mismo nombre de usuario y contraseña para enviar y recibir correo electrónico"
        ),
        "connect": "Conectar",
    },
    "pl": {
        "app": "Poczta",
        "menu_1": "Ustawienia",
        "menu_2": "Konta",
        "add": "Dodaj konto",
        "type": "Inne konto",
        "email_address": "Adres poczty elektronicznej",
        "user_name": "Nazwa użytkownika",
        "password": "Hasło",
        "incoming_server": "Serwer poczty przychodzącej (IMAP)",
        "port": "Port",
        "incoming_ssl": "Serwer poczty przychodzącej wymaga SSL",
        "outgoing_server": "Serwer poczty wychodzącej (SMTP)",
        "outgoing_ssl": "Serwer poczty wychodzącej wymaga SSL",
        "outgoing_authentication": "Serwer poczty wychodzącej wymaga uwierzytelniania",
        "same_credentials": (
            "Używaj tej samej nazwy użytkownika i hasła do wysyłania i otrzymywania wiadomości"
        ),
        "connect": "Połącz",
    },
    "pt": {
        "app": "Email",
        "menu_1": "Parâmetros",
        "menu_2": "Contas",
        "add": "Adicionar uma conta",
        "type": "Outra conta",
        "email_address": "Endereço de e-mail",
        "user_name": "Nome do utilizador",
        "password": "Password",
        "incoming_server": "Servidor de entrada(IMAP)",
        "port": "Porta",
        "incoming_ssl": "O servidor de entrada requer SSL",
        "outgoing_server": "Servidor de saída (SMTP)",
        "outgoing_ssl": "O servidor de saída requer SSL",
        "outgoing_authentication": "O servidor de saída requer autenticação",
        "same_credentials": (
            "Utilizar o mesmo nome de utilizador e password para enviar e receber e-mails"
        ),
        "connect": "Ligar",
    },
    "it": {
        "app": "Posta",
        "menu_1": "Impostazioni",
        "menu_2": "Account",
        "add": "Aggiungi un account",
        "type": "Altro account",
        "email_address": "Indirizzo di posta",
        "user_name": "Nome utente",
        "password": "Password",
        "incoming_server": "Server di posta in entrata (IMAP)",
        "port": "Porta",
        "incoming_ssl": "Il server in entrata richiede l'SSL",
        "outgoing_server": "Server di posta in uscita (SMTP)",
        "outgoing_ssl": "Il server in uscita richiede l'SSL",
        "outgoing_authentication": "Il server in uscita richiede l'autenticazione",
        "same_credentials": (
            "Utilizza lo stesso nome utente e la stessa password per inviare e ricevere messaggi"
        ),
        "connect": "Connetti",
    },
    "fi": {
        "app": "Sähköposti",
        "menu_1": "Asetukset",
        "menu_2": "Tilit",
        "add": "Lisää tili",
        "type": "Muu tili",
        "email_address": "Sähköposti",
        "user_name": "Käyttäjätunnus",
        "password": "Salasana",
        "incoming_server": "Tuleva palvelin (IMAP)",
        "port": "Portti",
        "incoming_ssl": "Tuleva palvelin edellyttää SSL-suojausta",
        "outgoing_server": "Lähtevä palvelin (SMTP)",
        "outgoing_ssl": "Lähtevä palvelin edellyttää SSL-suojausta",
        "outgoing_authentication": "Palvelin edellyttää tunnistautumista",
        "same_credentials": (
            "Käytä samaa käyttäjätunnusta ja salasanaa lähetykseen ja vastaanottamiseen"
        ),
        "connect": "Yhdistä",
    },
    "en": {
        "app": "Mail",
        "menu_1": "Settings",
        "menu_2": "Accounts",
        "add": "Add Account",
        "type": "Other account",
        "email_address": "Email address",
        "user_name": "Username",
        "password": "Password",
        "incoming_server": "Incoming server (IMAP)",
        "port": "Port",
        "incoming_ssl": "Incoming email server requires SSL",
        "outgoing_server": "Outgoing server (SMTP)",
        "outgoing_ssl": "Outgoing email server requires SSL",
        "outgoing_authentication": "Outgoing email server requires authentication",
        "same_credentials": "Use the same username and password as for incoming email",
        "connect": "Connect",
    },
}
LABELS["lt"] = LABELS["en"]
