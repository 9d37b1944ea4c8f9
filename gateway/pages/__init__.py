"""What portal and console pages share: the frame, formats, words, form errors. It knows no rule of any service."""

from flask import Flask

from gateway.pages import assets, formats, markdown, places, preferences, shell, words


def register(app: Flask) -> None:
    assets.register(app)
    formats.register(app)
    words.register(app)
    library.register(app)
    markdown.register(app)
    places.register(app)
    shell.register(app)
    app.register_blueprint(preferences.blueprint)
