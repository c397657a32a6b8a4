"""The eight trials that are not over: baseline under way, leads in, or out today."""

from fractions import Fraction

from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Reason, Verdict
from trialtrack.demo import medicines as m
from trialtrack.demo.plan import Meant, Taken
from trialtrack.demo.scenario import Course, Scenario, Site
from trialtrack.models.trial import Modality

_SO_FAR = Meant(Verdict.PENDING)
_TOO_EARLY = Meant(Verdict.PENDING, reasons=(Reason.TOO_FEW_DAYS,))


def _site(name: str, before: str, at_end: str) -> Site:
    return Site(name, Fraction(before), Fraction(at_end))


RUNNING = (
    Scenario(
        key="running, so far well",
        modality=Modality.SCS_TONIC,
        sites=(_site("Low back", "51/7", "9/4"), _site("Left leg", "44/7", "7/4")),
        placed_days_ago=5,
        length_days=8,
        finished=False,
        meant=_SO_FAR,
        medicines=(
            Taken(m.TRAMADOL, 4, 3),
            Taken(m.GABAPENTIN, 3, 3),
            Taken(m.PARACETAMOL, 6, 3, as_needed=True),
        ),
        programmes=((0, "P1 Back and left leg"),),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="running, day 3",
        modality=Modality.SCS_HIGH_FREQUENCY,
        sites=(_site("Low back", "47/7", "9/2"),),
        placed_days_ago=3,
        length_days=10,
        finished=False,
        meant=_TOO_EARLY,
        medicines=(
            Taken(m.FENTANYL_PATCH, 1, 1),
            Taken(m.OXYCODONE_MR, 2, 2),
            Taken(m.PARACETAMOL, 6, 5, as_needed=True),
        ),
        programmes=((0, "10 kHz T9-T10"),),
        clinic_rating=Fraction(7),
    ),
    Scenario(
        key="running, day 1",
        modality=Modality.DRG,
        sites=(_site("Left foot", "49/7", "6"),),
        placed_days_ago=1,
        length_days=7,
        finished=False,
        meant=_TOO_EARLY,
        medicines=(Taken(m.PREGABALIN, 2, 2), Taken(m.CO_CODAMOL, 6, 6, as_needed=True)),
        programmes=((0, "L5 foot"),),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="baseline under way",
        modality=Modality.SCS_BURST,
        sites=(_site("Low back", "13/2", "13/2"), _site("Both legs", "6", "6")),
        placed_days_ago=-3,
        length_days=8,
        finished=False,
        meant=_TOO_EARLY,
        medicines=(Taken(m.TAPENTADOL, 2, 2), Taken(m.AMITRIPTYLINE, 1, 1)),
        missed=(-7, -6, -5, -4),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="ends today",
        modality=Modality.SCS_TONIC,
        sites=(
            _site("Right leg", "46/7", "18/7"),
            _site("Low back", "42/7", "21/7"),
            _site("Right foot", "33/7", "10/7"),
        ),
        placed_days_ago=8,
        length_days=8,
        finished=False,
        meant=_SO_FAR,
        medicines=(Taken(m.CO_CODAMOL, 6, 4, as_needed=True), Taken(m.GABAPENTIN, 6, 6)),
        programmes=((0, "P1 Right leg"),),
        clinic_rating=Fraction(7),
    ),
    Scenario(
        key="sixty days, half way",
        modality=Modality.PNS,
        sites=(_site("Left shoulder", "45/7", "27/7"),),
        placed_days_ago=33,
        length_days=60,
        finished=False,
        meant=_SO_FAR,
        medicines=(Taken(m.NAPROXEN, 4, 3, as_needed=True), Taken(m.DULOXETINE, 1, 1)),
        programmes=((0, "Axillary 12 Hz"),),
        course=Course.SLOW,
        missed=(-4, 6, 13, 14, 22),
        late=(9,),
        clinic_rating=Fraction(7),
    ),
    Scenario(
        key="stimulation off for a day",
        modality=Modality.DRG,
        sites=(_site("Groin", "50/7", "19/5"),),
        placed_days_ago=7,
        length_days=9,
        finished=False,
        meant=_SO_FAR,
        medicines=(Taken(m.TRAMADOL, 4, 3), Taken(m.PREGABALIN, 4, 4)),
        programmes=((0, "T12 groin"),),
        protocol=Protocol(washout_days=2),
        missed=(3, 5),
        off_on=(4,),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="running, gaps",
        modality=Modality.TENS,
        sites=(_site("Low back", "34/6", "10/3"),),
        placed_days_ago=9,
        length_days=14,
        finished=False,
        meant=_TOO_EARLY,
        medicines=(Taken(m.PARACETAMOL, 6, 4, as_needed=True), Taken(m.IBUPROFEN, 3, 2, True)),
        protocol=Protocol(washout_days=0, threshold_percent=Fraction(30)),
        missed=(-6, 1, 3, 4, 6, 7, 8),
        card_void_on=6,
        clinic_rating=Fraction(6),
    ),
)
