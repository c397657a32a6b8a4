"""The clinic of the demonstration and the people who work there, all made up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trialtrack.access import Role, Viewer
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.demo.times import TIME_ZONE
from trialtrack.services.add_clinic import add_clinic
from trialtrack.services.add_staff import add_staff

CLINIC_NAME = "Demonstration Pain Clinic"
PHONE, EMERGENCY_PHONE = "020 7946 0142", "020 7946 0999"
"""From the range that the regulator keeps for drama."""
STAFF_PASSWORD = "fifty-percent-relief"
"""Printed at every start: nothing here is secret, and nothing here leaves this machine."""
STAFF = {
    Role.CONSULTANT: ("Dr Miriam Demo-Castellano", "consultant@demo.example"),
    Role.NURSE: ("Owen Demo-Pritchard", "nurse@demo.example"),
    Role.ADMINISTRATOR: ("Ruth Demo-Abara", "administrator@demo.example"),
    Role.REPRESENTATIVE: ("Sam Demo-Keller", "representative@demo.example"),
}


@dataclass(frozen=True, slots=True)
class Team:
    """Who acts in the demonstration."""

    clinic_id: UUID
    consultant: Viewer
    nurse: Viewer
    representative: Viewer


def open_clinic(at: datetime) -> Team:
    """Add the clinic and its staff. Refused where a real clinic is."""
    system = Viewer.system()
    clinic_id = add_clinic(
        name=CLINIC_NAME,
        time_zone=TIME_ZONE,
        phone=PHONE,
        emergency_phone=EMERGENCY_PHONE,
        is_demonstration=True,
        opioid_table=OpioidTable.FPM_2020,
        by=system,
        at=at,
    )
    viewers = {
        role: Viewer(
            role,
            clinic_id,
            staff_id=add_staff(
                clinic_id=clinic_id,
                role=role,
                name=name,
                email=email,
                password=STAFF_PASSWORD,
                by=system,
                at=at,
            ),
        )
        for role, (name, email) in STAFF.items()
    }
    return Team(
        clinic_id, viewers[Role.CONSULTANT], viewers[Role.NURSE], viewers[Role.REPRESENTATIVE]
    )
