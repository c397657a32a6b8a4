"""What every answer tells the browser: nothing from elsewhere, nothing kept, nothing framed."""

from flask import Flask, Response, g, request

from trialtrack.web.plotly_bundle import style_hashes

KEPT_FOR_BACK = "private, max-age=1800"
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def content_security_policy(*, with_charts: bool) -> str:
    """The policy of a page. Pages with plotly allow the style sheets that it makes, no others."""
    policy = dict(_POLICY)
    if with_charts:
        policy["style-src"] = " ".join(("'self'", *style_hashes()))
        policy["style-src-attr"] = "'unsafe-inline'"
        policy["img-src"] = "'self' blob: data:"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def allow_charts() -> None:
    """Let the page of this request draw with plotly; said by the view that renders it."""
    g.with_charts = True


def allow_back() -> None:
    """Let the browser keep the page of this request for its Back button, and for nothing else.

    A page that answers a form cannot be fetched again: unless it may be kept, Back ends in an
    error of the browser's, and answers that were not saved yet are gone.
    """
    g.kept_for_back = True


def forget_pages() -> None:
    """Have the browser forget every page of ours: whoever uses it next finds none by Back."""
    g.forget_pages = True


def init_headers(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of the app."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        with_charts = bool(g.get("with_charts", False))
        response.headers["Content-Security-Policy"] = content_security_policy(
            with_charts=with_charts
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if request.endpoint not in ("static", "shared.plotly"):
            # A shared phone or ward computer must not show these pages from its cache.
            kept = bool(g.get("kept_for_back", False))
            response.headers["Cache-Control"] = KEPT_FOR_BACK if kept else "no-store"
        if g.get("forget_pages", False):
            response.headers["Clear-Site-Data"] = '"cache"'
        if https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
