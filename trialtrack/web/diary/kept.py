"""The answers of something that is kept, an entry or a correction asked for, in words."""

from trialtrack.queries.day_questions import DayQuestions
from trialtrack.store.asked import Asked
from trialtrack.store.records import EntryFacts
from trialtrack.web.diary.answers import Said, Section, answer_sections


def entry_sections(questions: DayQuestions, entry: EntryFacts) -> tuple[Section, ...]:
    """What was sent."""
    said = Said(entry.answers, entry.note, entry.side_effects, entry.other_names)
    return answer_sections(questions, said)


def asked_sections(questions: DayQuestions, asked: Asked) -> tuple[Section, ...]:
    """What is asked for. Once its words are erased, a medicine outside the plan has no name."""
    words, others = asked.words, len(asked.answers.other_medicines)
    names = words.other_names or (None,) * others
    return answer_sections(questions, Said(asked.answers, words.note, words.side_effects, names))
