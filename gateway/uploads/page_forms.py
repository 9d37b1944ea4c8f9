"""Forms of pages that carry files, without a script: each file is received as it arrives, and the view finds the id of
the upload where the form had the file.

`<input type="file" name="upload_id">` becomes `request.form["upload_id"]`. The token of the form must stand before its
first file, because nothing is kept of a form that is not ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import g, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from chassis.blobs import TooLarge
from chassis.errors import ServiceError
from chassis.media_types import FileRefused
from gateway import errors
from gateway.edge import CARRIES_FILES, csrf
from gateway.pages.boxes import channel
from gateway.runtime import runtime
from gateway.uploads import multipart
from gateway.uploads.receiving import body_chunks, receive

_BESIDE_FILES: Final = 1024 * 1024  # fields and boundaries

View = Callable[..., Any]


def takes_files(owner: str) -> Callable[[View], View]:
    """Mark a view whose form carries files for this service; it stands below the route."""

    def mark(view: View) -> View:
        @wraps(view)
        def receiving(*args: Any, **path: Any) -> Any:
            if request.mimetype == "multipart/form-data":
                _read(owner)
            else:
                csrf.protect()
            return view(*args, **path)

        setattr(receiving, CARRIES_FILES, True)
        return receiving

    return mark


def refused_files() -> dict[str, str]:
    """Why a file of this form was not taken, by the name of its field, in words for the page."""
    refusals: dict[str, ServiceError] = g.get("refused_files", {})
    return {name: errors.explain(refusal) for name, refusal in refusals.items()}


def _read(owner: str) -> None:
    limit = runtime().settings.largest_upload
    if (request.content_length or 0) > limit + _BESIDE_FILES:
        raise TooLarge(limit)
    request.max_content_length = limit + _BESIDE_FILES
    boundary = request.mimetype_params.get("boundary", "")
    form: MultiDict[str, str] = MultiDict()
    g.refused_files = {}
    ours = False
    for part in multipart.parts(body_chunks(request.stream), boundary):
        if isinstance(part, multipart.FieldPart):
            form.add(part.name, part.value)
            continue
        ours = ours or _is_ours(form)
        _take(part, owner, form)
    _put(form)
    if not ours:
        csrf.protect()


def _is_ours(form: MultiDict[str, str]) -> bool:
    _put(form)
    csrf.protect()
    return True


def _take(part: multipart.FilePart, owner: str, form: MultiDict[str, str]) -> None:
    """An empty file input sends a part without a name: nothing was chosen, and what was received before stands."""
    if not part.filename:
        return
    try:
        received = receive(part.chunks, owner=owner, filename=part.filename, channel=channel())
        form[part.name] = str(received["upload_id"])
    except (TooLarge, FileRefused) as refusal:
        g.refused_files[part.name] = refusal


def _put(form: MultiDict[str, str]) -> None:
    """Where Werkzeug would have put it, so that everything that reads a form finds it."""
    vars(request).update(form=ImmutableMultiDict(form), files=ImmutableMultiDict())
