"""From a form on the web to a partner: what applicants and reviewers may rely on."""


def test_an_approved_application_becomes_an_onboarding_partner_with_its_first_person(office):
    application = office.apply()
    made = office.approve(application)
    partner = office.ask("get_partner", partner_id=made["partner_id"])
    assert partner["status"] == "onboarding"
