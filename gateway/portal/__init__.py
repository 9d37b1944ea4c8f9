"""The partner portal and the public pages. It asks services through gateway.invoke and decides nothing of theirs."""

from flask import Flask

from gateway.pages.formats import in_context
from gateway.portal import (
    answering,
    applying,
    certificates,
    deal,
    deal_actions,
    deals,
    entrance,
    exams,
    frame,
    home,
    learning,
    lessons,
    library,
    onboarding,
    products,
    registering,
    scorecard,
    settings,
    share_links,
    shares,
    team,
    verifying,
)
from gateway.portal.next_steps import next_step

PAGES = (
    home,
    onboarding,
    learning,
    lessons,
    exams,
    deals,
    registering,
    deal,
    deal_actions,
    answering,
    team,
    settings,
    certificates,
    library,
    shares,
    scorecard,
)


for pages in PAGES:
    frame.protect(pages.blueprint)


def register(app: Flask) -> None:
    products.register(app)
    app.jinja_env.filters["next_step"] = in_context(next_step)
    app.jinja_env.globals["resume_address"] = learning.resume_address
    app.jinja_env.filters["device"] = in_context(settings.device)
    for pages in PAGES:
        app.register_blueprint(pages.blueprint)
    app.register_blueprint(entrance.blueprint)
    app.register_blueprint(applying.blueprint)
    app.register_blueprint(share_links.blueprint)
    app.register_blueprint(verifying.blueprint)
