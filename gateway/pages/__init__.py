"""What portal and console pages share: the frame, formats, words, form errors. It knows no service and no rule of theirs."""

from flask import Flask

from gateway.pages import assets, formats, preferences, shell, words


def register(app: Flask) -> None:
    assets.register(app)
    formats.register(app)
    words.register(app)
    shell.register(app)
    app.register_blueprint(preferences.blueprint)
