"""The sixteen trials whose leads are out: what happened, and the verdict each is meant to have."""

from fractions import Fraction

from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Certainty, Leg, LegState, Reason, Verdict
from trialtrack.demo import medicines as m
from trialtrack.demo.plan import Meant, Taken
from trialtrack.demo.scenario import Course, Scenario, Site
from trialtrack.models.trial import Modality

_CLEARLY_MET = Meant(Verdict.MET, Certainty.CLEAR)
_BARELY_MET = Meant(Verdict.MET, Certainty.TOO_CLOSE)
_CLEARLY_NOT = Meant(Verdict.NOT_MET, Certainty.CLEAR)
_BARELY_NOT = Meant(Verdict.NOT_MET, Certainty.TOO_CLOSE)


def _site(name: str, before: str, at_end: str) -> Site:
    return Site(name, Fraction(before), Fraction(at_end))


def _thin(reason: Reason) -> Meant:
    return Meant(Verdict.NOT_ASSESSABLE, reasons=(reason,))


FINISHED = (
    Scenario(
        key="met clearly",
        modality=Modality.SCS_TONIC,
        sites=(_site("Low back", "51/7", "9/7"), _site("Left leg", "45/7", "8/7")),
        placed_days_ago=12,
        length_days=8,
        meant=_CLEARLY_MET,
        medicines=(
            Taken(m.TRAMADOL, 4, 2),
            Taken(m.GABAPENTIN, 3, 3),
            Taken(m.PARACETAMOL, 6, 2, as_needed=True),
        ),
        programmes=((0, "P1 Back and left leg"),),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="met but close",
        modality=Modality.SCS_BURST,
        sites=(_site("Low back", "48/7", "22/7"), _site("Right leg", "40/7", "17/7")),
        placed_days_ago=19,
        length_days=10,
        meant=_BARELY_MET,
        medicines=(
            Taken(m.CO_CODAMOL, 6, 4, as_needed=True),
            Taken(m.AMITRIPTYLINE, 1, 1),
        ),
        programmes=((0, "Burst 500 Hz"),),
        clinic_rating=Fraction(7),
        missed=(-5,),
    ),
    Scenario(
        key="failed clearly",
        modality=Modality.SCS_HIGH_FREQUENCY,
        sites=(_site("Low back", "50/7", "44/7"),),
        placed_days_ago=27,
        length_days=8,
        meant=_CLEARLY_NOT,
        medicines=(
            Taken(m.OXYCODONE_MR, 2, 2),
            Taken(m.PREGABALIN, 2, 2),
            Taken(m.PARACETAMOL, 6, 6, as_needed=True),
        ),
        programmes=((0, "10 kHz T9-T10"),),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="not met but close",
        modality=Modality.SCS_TONIC,
        sites=(_site("Left leg", "47/7", "26/7"), _site("Low back", "43/7", "31/7")),
        placed_days_ago=16,
        length_days=8,
        meant=_BARELY_NOT,
        medicines=(Taken(m.TRAMADOL, 4, 3), Taken(m.DULOXETINE, 1, 1)),
        programmes=((0, "P1 Left leg"),),
        clinic_rating=Fraction(7),
        stated_relief_gap=25,
    ),
    Scenario(
        key="exactly at the threshold",
        modality=Modality.DRG,
        sites=(_site("Right foot", "46/7", "23/7"),),
        placed_days_ago=11,
        length_days=9,
        meant=Meant(Verdict.MET, Certainty.TOO_CLOSE, reduction_percent=Fraction(50)),
        medicines=(Taken(m.PREGABALIN, 2, 2), Taken(m.IBUPROFEN, 3, 2, as_needed=True)),
        programmes=((0, "L5 foot"),),
        protocol=Protocol(washout_days=2),
        clinic_rating=Fraction(7),
    ),
    Scenario(
        key="sixty days, slowly better",
        modality=Modality.PNS,
        sites=(_site("Right shoulder", "47/7", "8/7"),),
        placed_days_ago=68,
        length_days=60,
        meant=_CLEARLY_MET,
        medicines=(Taken(m.NAPROXEN, 4, 1, as_needed=True), Taken(m.PARACETAMOL, 4, 2, True)),
        programmes=((0, "Suprascapular 12 Hz"), (15, "Suprascapular 100 Hz")),
        course=Course.SLOW,
        missed=(-3, 5, 11, 19, 20, 33, 41, 47, 51),
        late=(27,),
        clinic_rating=Fraction(7),
    ),
    Scenario(
        key="too few days",
        modality=Modality.SCS_BURST,
        sites=(_site("Low back", "45/6", "8/3"), _site("Both legs", "36/6", "6/3")),
        placed_days_ago=23,
        length_days=8,
        meant=_thin(Reason.TOO_FEW_DAYS),
        medicines=(Taken(m.TAPENTADOL, 2, 2), Taken(m.PARACETAMOL, 6, 3, as_needed=True)),
        programmes=((0, "Burst 40 Hz"),),
        missed=(-6, 2, 3, 5, 7),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="baseline below the floor",
        modality=Modality.TENS,
        sites=(_site("Right knee", "22/7", "8/7"),),
        placed_days_ago=20,
        length_days=14,
        meant=_thin(Reason.BASELINE_BELOW_FLOOR),
        medicines=(Taken(m.PARACETAMOL, 4, 2, as_needed=True), Taken(m.IBUPROFEN, 2, 1, True)),
        protocol=Protocol(washout_days=0),
        missed=(4,),
        clinic_rating=Fraction(5),
    ),
    Scenario(
        key="clinic rating instead of a diary baseline",
        modality=Modality.SCS_TONIC,
        sites=(_site("Low back", "15/2", "17/7"), _site("Right leg", "11/2", "12/7")),
        placed_days_ago=31,
        length_days=8,
        meant=Meant(Verdict.MET),
        medicines=(Taken(m.OXYCODONE, 4, 3, as_needed=True), Taken(m.AMITRIPTYLINE, 2, 2)),
        programmes=((0, "P1 Low back"),),
        first_logged=-2,
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="worse",
        modality=Modality.DRG,
        sites=(_site("Left knee", "41/7", "49/7"),),
        placed_days_ago=36,
        length_days=9,
        meant=Meant(Verdict.NOT_MET, Certainty.CLEAR, worse=True),
        medicines=(Taken(m.TRAMADOL, 3, 5), Taken(m.PARACETAMOL, 5, 8, as_needed=True)),
        programmes=((0, "L4 knee"), (5, "L3 and L4 knee")),
        protocol=Protocol(washout_days=2),
        course=Course.DRIFTS,
        clinic_rating=Fraction(6),
    ),
    Scenario(
        key="late entries",
        modality=Modality.SCS_BURST,
        sites=(_site("Low back", "49/7", "9/7"), _site("Left foot", "37/7", "8/7")),
        placed_days_ago=14,
        length_days=8,
        meant=_CLEARLY_MET,
        medicines=(Taken(m.MORPHINE_MR, 2, 2), Taken(m.GABAPENTIN, 6, 6)),
        programmes=((0, "Burst T8"),),
        late=(-4, 2, 3, 6),
        telephoned=(5,),
        copied=(4,),
        clinic_rating=Fraction(7),
    ),
    Scenario(
        key="switch of programme",
        modality=Modality.SCS_TONIC,
        sites=(_site("Right leg", "52/7", "19/7"), _site("Low back", "46/7", "24/7")),
        placed_days_ago=17,
        length_days=11,
        meant=_BARELY_MET,
        medicines=(Taken(m.CO_CODAMOL, 8, 5, as_needed=True), Taken(m.PREGABALIN, 2, 2)),
        programmes=((0, "P1 Tonic, leg"), (5, "P2 Tonic, leg and back")),
        course=Course.DRIFTS,
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="less pain on more opioids",
        modality=Modality.SCS_HIGH_FREQUENCY,
        sites=(_site("Low back", "53/7", "10/7"), _site("Left leg", "42/7", "9/7")),
        placed_days_ago=21,
        length_days=9,
        meant=Meant(
            Verdict.MET,
            Certainty.CLEAR,
            legs={Leg.RELIEF: LegState.HOLDS, Leg.ANALGESICS: LegState.FAILS},
        ),
        medicines=(
            Taken(m.FENTANYL_PATCH, 1, 1),
            Taken(m.OXYCODONE, 2, 7),
            Taken(m.PARACETAMOL, 6, 5, as_needed=True),
        ),
        programmes=((0, "10 kHz T9"),),
        clinic_rating=Fraction(8),
    ),
    Scenario(
        key="pump trial",
        modality=Modality.INTRATHECAL_PUMP,
        trial_drug="hydromorphone",
        sites=(_site("Low back", "54/7", "6/5"), _site("Groin", "44/7", "7/5")),
        placed_days_ago=9,
        length_days=6,
        meant=_CLEARLY_MET,
        medicines=(
            Taken(m.MORPHINE_MR, 4, 1),
            Taken(m.PREGABALIN, 4, 4),
            Taken(m.PARACETAMOL, 8, 4, as_needed=True),
        ),
        clinic_rating=Fraction(9),
    ),
    Scenario(
        key="days without pain, and answers put right",
        modality=Modality.SCS_BURST,
        sites=(_site("Left leg", "43/7", "1/2"), _site("Left foot", "38/7", "5/6")),
        placed_days_ago=8,
        length_days=7,
        meant=_CLEARLY_MET,
        medicines=(Taken(m.GABAPENTIN, 6, 3), Taken(m.IBUPROFEN, 3, 0, as_needed=True)),
        programmes=((0, "Burst left L4-L5"),),
        corrected=(-3, 2, 4),
        clinic_rating=Fraction(7),
    ),
    Scenario(
        key="missing days",
        modality=Modality.DRG,
        sites=(_site("Groin", "42/6", "16/5"), _site("Lower abdomen", "33/6", "13/5")),
        placed_days_ago=41,
        length_days=9,
        meant=_BARELY_MET,
        medicines=(Taken(m.TRAMADOL, 4, 3), Taken(m.AMITRIPTYLINE, 1, 1)),
        programmes=((0, "T12 and L1 groin"),),
        protocol=Protocol(washout_days=2),
        course=Course.FADES,
        missed=(-2, 4, 7),
        clinic_rating=Fraction(7),
    ),
)
