"""Sentences that take back, turn or leave open what they say: the bot asks, or is right."""

from typing import Final

import pytest

from bot.engine.flow import Flow
from bot.engine.understand import understand

# Language, sentence -> protocol and SSL of incoming and outgoing mail; "-" where the bot asks.
TABLE: Final = """
en | tried imap with ssl, now without                | imap -   -
nl | imap met ssl geprobeerd, nu zonder              | imap -   -
fr | imap avec ssl essayé, maintenant sans           | imap -   -
es | imap con ssl probado, ahora sin                 | imap -   -
en | currently imap without ssl, I want it with      | imap -   -
fr | actuellement imap sans ssl, je veux avec        | imap -   -
nl | ik heb imap zonder ssl, ik wil met              | imap -   -
it | adesso imap senza ssl, voglio con               | imap -   -
en | pop with ssl or imap without                    | -    -   -
en | imap with ssl or pop without?                   | -    -   -
en | imap without ssl or with?                       | imap -   -
fr | imap sans ssl ou avec ?                         | imap -   -
en | unencrypted imap is not allowed                 | -    -   -
nl | onversleutelde imap mag niet                    | -    -   -
en | ssl off, then on again, imap                    | imap -   -
nl | imap ssl eerst uit nu aan                       | imap -   -
en | receive with imap                               | imap -   -

nl | nooit imap zonder ssl                           | -    -   -
en | never imap without ssl                          | -    -   -
fr | jamais imap sans ssl                            | -    -   -
es | nunca imap sin ssl                              | -    -   -
it | mai imap senza ssl                              | -    -   -
pl | nigdy imap bez ssl                              | -    -   -
pt | nunca imap sem ssl                              | -    -   -
fi | ei koskaan imap ilman ssl                       | -    -   -
lt | niekada imap be ssl                             | -    -   -

nl | imap, het werkt niet zonder ssl                 | imap -   -
en | imap, it won't work without ssl                 | imap -   -
fr | imap, ça ne marche pas sans ssl                 | imap -   -
es | imap, no funciona sin ssl                       | imap -   -
it | imap, non funziona senza ssl                    | imap -   -
pl | imap, nie działa bez ssl                        | imap -   -
pt | imap, não funciona sem ssl                      | imap -   -
fi | imap, ei toimi ilman ssl                        | imap -   -
lt | imap, neveikia be ssl                           | imap -   -

en | don't forget ssl for imap                       | imap on  on
fr | n'oubliez pas ssl pour imap                     | imap on  on
es | no olvides ssl en imap                          | imap on  on
it | non dimenticate ssl per imap                    | imap on  on
pt | não se esqueçam do ssl no imap                  | imap on  on
pl | nie zapomnij o ssl przy imap                    | imap on  on
fi | älä unohda ssl imap                             | imap on  on
nl | vergeet ssl niet, imap                          | imap -   -
lt | nepamirškite ssl imap                           | imap -   -
fr | imap avec plus de sécurité                      | imap on  on

en | everything but ssl, imap                        | imap off off
en | anything but pop, with ssl                      | -    on  on
en | imap, ssl everywhere but for sending            | imap -   off
fr | imap tout sauf ssl                              | imap off off

nl | imap zonder ssl is verboden                     | imap -   -
en | imap without ssl is forbidden                   | imap -   -
fr | imap sans ssl est interdit                      | imap -   -
es | imap sin ssl está prohibido                     | imap -   -
it | imap senza ssl è vietato                        | imap -   -
pt | imap sem ssl é proibido                         | imap -   -
it | imap non è senza ssl                            | imap -   -
pt | imap não é sem ssl                              | imap -   -

nl | imap ssl mist                                   | imap -   -
nl | imap ssl verdwenen                              | imap -   -
nl | imap ssl onbekend                               | imap -   -
nl | imap waar is ssl                                | imap -   -
en | imap ssl box is missing                         | imap -   -
fr | imap il manque ssl                              | imap -   -
es | imap falta ssl                                  | imap -   -
it | imap manca ssl                                  | imap -   -
pt | imap falta ssl                                  | imap -   -
pl | imap ssl zniknęło                               | imap -   -
fi | imap ssl kadonnut                               | imap -   -
lt | imap ssl dingo                                  | imap -   -

nl | pop, nee imap met ssl                           | -    -   -
nl | pop, of nee toch imap met ssl                   | -    -   -
fr | pop, non plutôt imap avec ssl                   | -    -   -
en | pop, no wait imap with ssl                      | -    -   -
nl | imap, geen pop met ssl                          | imap on  on

nl | heb ik imap met ssl nodig?                      | -    -   -
pl | czy imap wymaga ssl?                            | -    -   -
lt | ar imap reikia ssl?                             | -    -   -
fi | tarvitseeko imap ssl:n?                         | -    -   -

en | imap I have ssl off and want it on              | imap -   -
es | imap tengo ssl desactivado y lo quiero activar  | imap -   -
it | imap ho ssl disattivato e voglio attivarlo      | imap -   -
pl | imap mam wyłączone ssl i chcę włączyć           | imap -   -
pt | imap tenho ssl desativado e quero ativar        | imap -   -
pt | imap tenho ssl mas não quero                    | imap -   -
en | imap and I want it with ssl                     | imap on  on
nl | imap, ik wil het met ssl                        | imap on  on
pt | uso imap e quero ativar ssl                     | imap on  on
pl | mam imap i chcę włączyć ssl                     | imap on  on
en | I switched imap from ssl to plain               | imap -   -
nl | ik wil af van pop zonder ssl                    | -    -   -
en | imap I accidentally turned off ssl              | imap -   -
fi | poistin vahingossa ssl:n, imap                  | imap -   -
""".strip()
ROWS: Final = [tuple(map(str.strip, row.split("|"))) for row in TABLE.splitlines() if row]
VALUES: Final = {None: "-", True: "on", False: "off"}


@pytest.mark.parametrize(("language", "typed", "meaning"), ROWS, ids=[row[1] for row in ROWS])
def test_what_is_taken_back_is_never_taken_wrongly(
    flow: Flow, language: str, typed: str, meaning: str
) -> None:
    """The table: a value stands only where the sentence is sure of it."""
    answers = understand(flow.vocabulary, typed, language).answers
    ticks = (VALUES[answers.incoming_ssl], VALUES[answers.outgoing_ssl])
    assert [answers.protocol or "-", *ticks] == meaning.split()
