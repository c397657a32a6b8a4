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
BROWSERS = (
    # Nearly all of them say that they are Chrome and Safari as well; who says more stands first.
    ("samsungbrowser", "Samsung Internet"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("firefox/", "Firefox"),
    ("fxios", "Firefox"),
    ("chrome/", "Chrome"),
    ("crios", "Chrome"),
    ("safari/", "Safari"),
)


def device_name(user_agent: str) -> str:
    """The kind and the browser, such as "Android phone, Chrome"; no model and no version is kept.

    >>> device_name("Mozilla/5.0 (Linux; Android 8.1.0; SM-J330F) Chrome/70.0 Mobile Safari/537.36")
    'Android phone, Chrome'
    >>> device_name("Mozilla/5.0 (iPhone; CPU iPhone OS 15_1 like Mac OS X) CriOS/96 Safari/604.1")
    'iPhone, Chrome'
    """
    said = user_agent.casefold()
    browser = next((f", {name}" for part, name in BROWSERS if part in said), "")
    return f"{_kind(said)}{browser}"


def _kind(said: str) -> str:
    if "android" in said:
        return ANDROID["mobile" in said]
    return next((name for part, name in NAMES if part in said), UNKNOWN)
