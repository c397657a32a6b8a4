"""The rules of structure: each takes the text of one file and says what breaks it."""

import ast
import re
from collections.abc import Iterator

MODULE_LINES = 300
FUNCTION_LINES = 40
TEMPLATE_LINES = 120
ASSET_LINES = 300
TEST_LINES = 400
ASSET_WIDTH = 300

CLOCK_READS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("func", "current_date"),
    ("func", "current_timestamp"),
    ("func", "now"),
    ("time", "gmtime"),
    ("time", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
}
DECLARATIONS = ("migrations/",)
"""Where a function lists the columns of one table, in the words of Alembic: length is not depth."""

PACKAGE_HOSTS = re.compile(
    r"pypi\.(org|python)|pythonhosted\.(org|com)|npmjs\.(com|org)|yarnpkg\.com"
    r"|debian\.(org|net)|(jsdelivr|unpkg|cloudflare|googleapis|gstatic|esm)\.(com|net|sh)/"
    r"|file:/{2}/?(opt|root|home|work|tmp)\b|/opt/(wheels|pypi)",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(work|root)/\w|\.\./shared\b")
FOREIGN_REFERENCE = re.compile(
    r"""(?:\b(?:src|href|srcset|action|formaction|poster|data)\s*=\s*["']?|url\(\s*["']?
    |@import\s+(?:url\()?\s*["']?|(?:fetch|import|from)\s*\(?\s*["'`])
    \s*(?:https?:)?//[^\s"')>]+""",
    re.IGNORECASE | re.VERBOSE,
)
PIN = re.compile(r"[a-z0-9-]+==[^\s;]+( ; [^\\]+)?( \\)?")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")


def most_lines(path: str) -> int | None:
    """How many lines a file may have; None where nothing is said."""
    if path.startswith("tests/") and path.endswith(".py"):
        return TEST_LINES
    if path.endswith(".py"):
        return MODULE_LINES
    if path.startswith("templates/"):
        return TEMPLATE_LINES
    if path.endswith((".css", ".js")):
        return ASSET_LINES
    return None


def long_functions(source: str) -> Iterator[str]:
    """Functions of more than 40 lines, from `def` to the last line, docstring included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{node.name}: {lines} lines"


def clock_reads(source: str) -> Iterator[str]:
    """Where code asks what time it is, by a call or by handing the function on."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in CLOCK_READS:
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (node.module, alias.name) in CLOCK_READS:
                    yield f"line {node.lineno}: from {node.module} import {alias.name}"


def commits(source: str) -> Iterator[str]:
    """Where code commits, on whatever it calls its session."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "commit":
            yield f"line {node.lineno}: {ast.unparse(node)}"


def package_hosts(text: str) -> Iterator[str]:
    """Addresses of package hosts, and folders of packages on one machine."""
    yield from (match.group() for match in PACKAGE_HOSTS.finditer(text))


def machine_paths(text: str) -> Iterator[str]:
    """Paths that exist on one machine only."""
    yield from (match.group() for match in MACHINE_PATHS.finditer(text))


def foreign_references(text: str) -> Iterator[str]:
    """What a page, a style sheet or a script would fetch from elsewhere."""
    yield from (match.group() for match in FOREIGN_REFERENCE.finditer(text))


def looks_vendored(path: str, text: str) -> bool:
    """Whether a file is somebody else's: minified, a font, or in a folder for such things."""
    if re.search(
        r"(^|/)(vendor|vendored|third_party|node_modules)/|\.min\.|\.(woff2?|ttf|otf)$", path
    ):
        return True
    is_asset = path.endswith((".css", ".js"))
    return is_asset and any(len(line) > ASSET_WIDTH for line in text.splitlines())


def unhashed(lock: str) -> Iterator[str]:
    """Requirements of a lock file without a hash, and lines that are neither."""
    lines = lock.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if HASH.fullmatch(line):
            continue
        if not PIN.fullmatch(line) or not HASH.fullmatch(following):
            yield line


def bad_ending(text: str) -> bool:
    """True unless a text ends in one newline; an empty one needs none."""
    return text != "" and (not text.endswith("\n") or text.endswith("\n\n"))


def _last_name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None
