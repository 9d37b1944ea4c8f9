"""The content service: its table of contents."""

from services.content.assets.entrypoints import AssetEntrypoints
from services.content.assets.jobs import expire_assets, notice_reviews, sweep_unclaimed_uploads
from services.content.audiences.entrypoints import AudienceEntrypoints
from services.content.shares.entrypoints import ShareEntrypoints
from services.content.standing.entrypoints import StandingEntrypoints
from services.content.usage.entrypoints import UsageEntrypoints


class ContentService(
    AssetEntrypoints,
    AudienceEntrypoints,
    UsageEntrypoints,
    ShareEntrypoints,
    StandingEntrypoints,
):
    """What partners find, read and pass on."""

    name = "content"
    jobs = (expire_assets, notice_reviews, sweep_unclaimed_uploads)
