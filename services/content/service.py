"""The content service: its table of contents."""

from services.content.assets.entrypoints import AssetEntrypoints
from services.content.assets.jobs import expire_assets, notice_reviews, sweep_unclaimed_uploads
from services.content.audiences.entrypoints import AudienceEntrypoints
from services.content.misses.entrypoints import MissEntrypoints
from services.content.misses.jobs import forget_misses
from services.content.searches.entrypoints import SearchEntrypoints
from services.content.shares.entrypoints import ShareEntrypoints
from services.content.standing.entrypoints import StandingEntrypoints
from services.content.standing.tables import certificate_standing, deal_standing, partner_standing, person_standing
from services.content.texts.entrypoints import TextEntrypoints
from services.content.texts.jobs import extract_texts
from services.content.usage.entrypoints import UsageEntrypoints


class ContentService(
    AssetEntrypoints,
    AudienceEntrypoints,
    SearchEntrypoints,
    TextEntrypoints,
    MissEntrypoints,
    UsageEntrypoints,
    ShareEntrypoints,
    StandingEntrypoints,
):
    """What partners find, read and pass on."""

    name = "content"
    made_of_events = (partner_standing, person_standing, certificate_standing, deal_standing)
    jobs = (extract_texts, expire_assets, notice_reviews, sweep_unclaimed_uploads, forget_misses)
