"""What portal and console pages share: the frame, formats, words, form errors. It knows no rule of any service."""

from flask import Flask

from gateway.pages import assets, formats, library, markdown, periods, places, preferences, scores, shell, words


def register(app: Flask) -> None:
    assets.register(app)
    formats.register(app)
    words.register(app)
    library.register(app)
    markdown.register(app)
    periods.register(app)
    places.register(app)
    scores.register(app)
    shell.register(app)
    app.register_blueprint(preferences.blueprint)
