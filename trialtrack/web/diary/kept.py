"""The answers of something that is kept, an entry or a correction asked for, in words."""

from trialtrack.queries.day_questions import DayQuestions
from trialtrack.store.asked import Asked
from trialtrack.store.records import EntryFacts
from trialtrack.web.diary.answers import Section, answer_sections


def entry_sections(questions: DayQuestions, entry: EntryFacts) -> tuple[Section, ...]:
    """What was sent."""
    return answer_sections(questions, entry.answers, entry.note)


def asked_sections(questions: DayQuestions, asked: Asked) -> tuple[Section, ...]:
    """What is asked for."""
    return answer_sections(questions, asked.answers, asked.words.note)
