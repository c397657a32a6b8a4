"""Every tour there is: the pictures and the checks of accessibility go the same ways."""

from collections.abc import Mapping

from tests.shots.diary import tour_of_closed_days, tour_of_the_diary
from tests.shots.faults import tour_of_faults
from tests.shots.not_sent import (
    tour_of_a_colleagues_form,
    tour_of_a_day_that_is_left,
    tour_of_a_patient_signed_out,
    tour_of_staff_signed_out,
)
from tests.shots.signs import (
    tour_of_a_sign_in_the_diary,
    tour_of_a_sign_not_told,
    tour_of_the_advice,
    tour_of_the_teams_warning_signs,
    tour_of_warning_signs,
)
from tests.shots.tour import (
    Tour,
    tour_of_a_patient,
    tour_of_consent,
    tour_of_reminders,
    tour_of_signing_in,
    tour_of_the_administrator,
    tour_of_the_clinic,
)
from tests.shots.tour_cancelling import tour_of_cancelling
from tests.shots.tour_card import tour_of_the_card
from tests.shots.tour_conduct import tour_of_placement, tour_of_programmes, tour_of_the_end
from tests.shots.tour_dates import tour_of_dates
from tests.shots.tour_days import tour_of_asking, tour_of_entering, tour_of_settling
from tests.shots.tour_exclude import tour_of_leaving_a_day_out
from tests.shots.tour_export import tour_of_the_export
from tests.shots.tour_list import tour_of_the_list
from tests.shots.tour_medicines import tour_of_the_plans_medicines
from tests.shots.tour_planning import tour_of_planning
from tests.shots.tour_protocol import tour_of_the_protocol
from tests.shots.tour_result import tour_of_a_result
from tests.shots.tour_right_person import (
    tour_of_a_wrong_patient,
    tour_of_patients,
    tour_of_two_records,
)
from tests.shots.tour_setting_up import tour_of_people, tour_of_setting_up
from tests.shots.tour_today import tour_of_today

TOURS: Mapping[str, Tour] = {
    "signing in": tour_of_signing_in,
    "patient": tour_of_a_patient,
    "diary": tour_of_the_diary,
    "closed days": tour_of_closed_days,
    "clinic": tour_of_the_clinic,
    "list of trials": tour_of_the_list,
    "result": tour_of_a_result,
    "today": tour_of_today,
    "administrator": tour_of_the_administrator,
    "people": tour_of_people,
    "setting up": tour_of_setting_up,
    "consent": tour_of_consent,
    "card": tour_of_the_card,
    "reminders": tour_of_reminders,
    "asking": tour_of_asking,
    "planning": tour_of_planning,
    "entering": tour_of_entering,
    "settling": tour_of_settling,
    "export": tour_of_the_export,
    "placement": tour_of_placement,
    "programmes": tour_of_programmes,
    "the end of a trial": tour_of_the_end,
    "cancelling": tour_of_cancelling,
    "dates": tour_of_dates,
    "medicines of the plan": tour_of_the_plans_medicines,
    "protocol": tour_of_the_protocol,
    "leaving a day out": tour_of_leaving_a_day_out,
    "patients": tour_of_patients,
    "wrong patient": tour_of_a_wrong_patient,
    "two records": tour_of_two_records,
    "warning signs": tour_of_warning_signs,
    "sign in the diary": tour_of_a_sign_in_the_diary,
    "sign not told": tour_of_a_sign_not_told,
    "the team's warning signs": tour_of_the_teams_warning_signs,
    "advice": tour_of_the_advice,
    "staff signed out": tour_of_staff_signed_out,
    "a colleague's form": tour_of_a_colleagues_form,
    "patient signed out": tour_of_a_patient_signed_out,
    "a day that is left": tour_of_a_day_that_is_left,
    "faults": tour_of_faults,
}
"""Name of a tour -> the way; a page or state that no tour reaches is looked at by nobody."""
