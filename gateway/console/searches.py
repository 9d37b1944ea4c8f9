"""What partners search for in vain, and the files whose text cannot be searched: where the library has gaps."""

from __future__ import annotations

from typing import Final

from flask import render_template, request
from flask_babel import lazy_gettext as _

from gateway.console.blueprint import console
from gateway.console.listing import listing
from gateway.pages.boxes import ask

PERIODS: Final = ("7", "30", "90")
CAUSE: Final = {
    "outside_audience": _("It exists, but not for those who looked. Widen its audience, or leave it so."),
    "not_in_force": _("Only a draft or something that has ended has it. Publish or renew one."),
    "nowhere": _("Nothing has these words. Add what is missing, or put the words into the summary of what comes near."),
}
REASON: Final = {
    "damaged": _("The file is damaged. Save it again and add it as a new version."),
    "encrypted": _("The file has a password. Add a version without one."),
    "too_large": _("The file is too large to be read. Split it, or put its words into the summary."),
    "took_too_long": _("The file takes too long to be read. Save it in a simpler form and add that."),
    "no_text": _("The file holds pictures of text. Add a version with real text, or put its words into the summary."),
    "file_missing": _("The file is gone from the store. Add it again."),
}


@console.get("/content/searches")
def searches() -> str:
    days = request.args.get("days", "7")
    chosen = days if days in PERIODS else "7"
    unreadable = ask("list_unreadable_texts", limit=50)
    page = listing("list_search_misses", "console.searches", {"days": chosen}, days=int(chosen))
    return render_template(
        "console/searches.html",
        page=page,
        unreadable=unreadable.box(),
        days=chosen,
        periods=PERIODS,
        causes=CAUSE,
        reasons=REASON,
    )
