"""Which opioid a person means who writes the name of a medicine. METHOD section 7.

A medicine outside the plan has no strength that could be counted, so an opioid among them is
named "not counted". A name that is nearly one counts as one: too many named is the safe side.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches

SHORTEST_GUESSED = 6
LIKENESS = 0.8
LIKENESS_OF_A_BRAND = 0.87

_BRANDS: Mapping[str, str] = {
    "buprenorphine": "butrans butec temgesic transtec subutex suboxone sevodyne belbuca norspan",
    "codeine": "co-codamol cocodamol kapake solpadol solpadeine zapain tylex codipar galcodine "
    "nurofen-plus panadeine paracodol",
    "dihydrocodeine": "co-dydramol codydramol df118 paramol remedeine",
    "fentanyl": "duragesic durogesic matrifen mezolar abstral actiq effentora fencino pecfent",
    "hydrocodone": "vicodin norco lortab zohydro hysingla",
    "hydromorphone": "palladone dilaudid exalgo",
    "meptazinol": "meptid",
    "methadone": "physeptone dolophine methadose",
    "morphine": "oramorph sevredol mst zomorph morphgesic mxl kadian",
    "nalbuphine": "nubain",
    "oxycodone": "oxycontin oxynorm longtec shortec percocet percodan targinact roxicodone "
    "endocet oxypro lynlor",
    "oxymorphone": "opana",
    "pentazocine": "fortral talwin",
    "pethidine": "meperidine demerol",
    "tapentadol": "palexia nucynta",
    "tramadol": "zydol zamadol ultram ultracet tramacet tramal maxitram marol",
}
UNLIKE = frozenset({"hydrocortisone", "naloxone", "naltrexone"})
"""Names that look like an opioid's, and are of something else."""

OPIOIDS: frozenset[str] = frozenset(_BRANDS)
"""Their plain names, as they are kept with an entry."""

_BY_NAME = {
    **{drug: drug for drug in _BRANDS},
    **{brand: drug for drug, brands in _BRANDS.items() for brand in brands.split()},
}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*[0-9]*")


def opioid_in(written: str) -> str | None:
    """The opioid, by its plain name, in what a person wrote; None when there is none in it.

    >>> opioid_in("Oramorph 10 mg"), opioid_in("morfine"), opioid_in("ibuprofen")
    ('morphine', 'morphine', None)
    """
    said = written.casefold().replace("nurofen plus", "nurofen-plus")
    words = _WORD.findall(said)
    for word in words:
        if word in _BY_NAME:
            return _BY_NAME[word]
    for word in words:
        if len(word) >= SHORTEST_GUESSED and word not in UNLIKE:
            near = get_close_matches(word, OPIOIDS, n=1, cutoff=LIKENESS)
            near = near or get_close_matches(word, _BY_NAME, n=1, cutoff=LIKENESS_OF_A_BRAND)
            if near:
                return _BY_NAME[near[0]]
    return None
