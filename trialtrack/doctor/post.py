"""Mail: the server is greeted, encrypted and signed in to, and nothing is sent."""

from collections.abc import Iterator

from config import Settings
from trialtrack.doctor.finding import Finding, fine, note, wrong
from trialtrack.mail import MailFailed, connected


def mail(settings: Settings) -> Iterator[Finding]:
    """One line."""
    given = settings.mail
    if given is None:
        said = "not configured: administrators hand over links to choose a password."
        yield note("mail", said)
        return
    where = f"{given.host} port {given.port}"
    try:
        with connected(given):
            pass
    except MailFailed as problem:
        remedy = "Check the TRIALTRACK_MAIL_… settings with who runs that server."
        yield wrong("mail", f"{where}: {problem}.", remedy)
        return
    signed_in = "signed in" if given.user else "no signing in"
    encrypted = "not encrypted" if given.tls == "none" else f"encrypted ({given.tls})"
    yield fine("mail", f"{where} answers, {encrypted}, {signed_in}.")
