"""What made-up patients want to be able to do, in words such as people use."""

GOALS = (
    "Walk to the shops and back without stopping",
    "Sleep through the night",
    "Stand long enough to cook a meal",
    "Pick up my granddaughter",
    "Go back to work three days a week",
    "Drive to my sister’s, an hour each way",
    "Sit through a film",
    "Work in the garden for half an hour",
)


def goal(number: int) -> str | None:
    """Of the trial with this number, counted from 0; every third person named none."""
    return None if number % 3 == 2 else GOALS[number % len(GOALS)]
