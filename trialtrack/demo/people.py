"""Made-up patients. Every family name says that it is one; no number can be dialled."""

from datetime import date, timedelta
from random import Random

from trialtrack.demo.plan import Person

NAMES = (
    ("Demo-Lindqvist", "Anna"),
    ("Demo-Okafor", "Grace"),
    ("Demo-Hughes", "Gareth"),
    ("Demo-Patel", "Meena"),
    ("Demo-Kowalska", "Zofia"),
    ("Demo-MacLeod", "Iain"),
    ("Demo-Rahman", "Tariq"),
    ("Demo-Fitzgerald", "Niamh"),
    ("Demo-Chen", "Wei"),
    ("Demo-Baptiste", "Marcel"),
    ("Demo-Whitfield", "Joan"),
    ("Demo-Ozturk", "Elif"),
    ("Demo-Adeyemi", "Folake"),
    ("Demo-Sørensen", "Lars"),
    ("Demo-Kaur", "Harpreet"),
    ("Demo-Thornton", "Dennis"),
    ("Demo-Moreau", "Claire"),
    ("Demo-Nkosi", "Thabo"),
    ("Demo-Ivanova", "Daria"),
    ("Demo-Bradley", "Keith"),
    ("Demo-Haddad", "Layla"),
    ("Demo-O’Connell", "Brendan"),
    ("Demo-Tanaka", "Yuki"),
    ("Demo-Silva", "Inês"),
)
YOUNGEST_YEARS, COMMONEST_YEARS, OLDEST_YEARS = 31, 57, 82


def person(rng: Random, number: int, today: date) -> Person:
    """The patient of the trial with this number, counted from 0: an adult."""
    family_name, given_name = NAMES[number]
    age_days = 365.25 * rng.triangular(YOUNGEST_YEARS, OLDEST_YEARS, COMMONEST_YEARS)
    return Person(
        family_name,
        given_name,
        today - timedelta(days=int(age_days)),
        f"D{rng.randrange(10_000, 99_999)}{number:02d}",
        f"07700 900{100 + 7 * number:03d}",
    )
