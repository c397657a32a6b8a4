"""A plain name for a device, guessed from what its browser says of itself."""

NAMES = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows phone", "Windows phone"),
    ("cros", "Chromebook"),
    ("windows", "Windows computer"),
    # An iPad says that it is a Mac.
    ("macintosh", "Mac or iPad"),
    ("linux", "Linux computer"),
)
ANDROID = {True: "Android phone", False: "Android tablet"}
UNKNOWN = "A device"


def device_name(user_agent: str) -> str:
    """The name, such as "Android phone"; nothing of the browser's own words is kept.

    >>> device_name("Mozilla/5.0 (Linux; Android 8.1.0; SM-J330F) Chrome/70.0 Mobile Safari/537.36")
    'Android phone'
    """
    said = user_agent.casefold()
    if "android" in said:
        return ANDROID["mobile" in said]
    return next((name for part, name in NAMES if part in said), UNKNOWN)
