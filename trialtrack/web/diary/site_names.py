"""What the pain sites were called on the page that was filled in: a name may change since."""

import json

from trialtrack.queries.day_questions import DayQuestions
from trialtrack.store.records import SiteFacts


def names_on_page(questions: DayQuestions) -> str:
    """The names as they stand, to travel with the answers."""
    return json.dumps({site.id.hex: site.name for site in questions.sites}, ensure_ascii=False)


def renamed_since(seen: str | None, questions: DayQuestions) -> tuple[tuple[SiteFacts, str], ...]:
    """Each site that has another name by now, with the one it had; none where nothing is known."""
    try:
        said = json.loads(seen or "{}")
    except ValueError:
        return ()
    names = said if isinstance(said, dict) else {}
    before = ((site, names.get(site.id.hex, site.name)) for site in questions.sites)
    return tuple((site, str(name)) for site, name in before if name != site.name)
