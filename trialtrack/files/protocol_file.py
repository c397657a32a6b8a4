"""protocol.toml: the fields of METHOD section 2 by their names, numbers taken as decimal text."""

from datetime import date, datetime

from trialtrack.clinical.protocol import ProtocolError, read_protocol
from trialtrack.files.faults import FaultList, shown
from trialtrack.files.table import Source
from trialtrack.files.toml_file import read_toml


def read_protocol_file(source: Source, faults: FaultList) -> dict[str, str]:
    """The fields of the file as text; {} once a fault has been added."""
    # 0.57 must stay 57/100 and not become the nearest binary fraction.
    said = read_toml(source, faults, parse_float=str)
    if said is None:
        return {}
    texts = {}
    for name, value in said.items():
        text = _text(value)
        if text is None:
            faults.add(source.name, f"{shown(str(value))} is no single value", column=name)
        else:
            texts[name] = text
    try:
        read_protocol(texts)
    except ProtocolError as refusal:
        for words in refusal.faults:
            faults.add(source.name, words)
        return {}
    return texts


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int | str) else None
