"""Built files: served before the application is asked, kept by browsers for ever, sealed like everything else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

from gateway.edge import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATIC: Final = Path(__file__).parent / "static"
HASHED_NAME: Final = r"[-.][0-9A-Za-z]{8,}\."


class BuiltFiles(WhiteNoise):  # type: ignore[misc]  # WhiteNoise has no types
    """Reading only; every other method goes on to the application, which knows how to refuse."""

    def __init__(self, application: WSGIApplication) -> None:
        super().__init__(
            application,
            root=STATIC,
            prefix="static/",
            immutable_file_test=HASHED_NAME,
            allow_all_origins=False,
            add_headers_function=seal,
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            answer: Iterable[bytes] = super().__call__(environ, start_response)
            return answer
        passed_on: Iterable[bytes] = self.application(environ, start_response)
        return passed_on


def seal(headers: Headers, _path: str, _url: str) -> None:
    for header, value in HEADERS.items():
        headers[header] = value
