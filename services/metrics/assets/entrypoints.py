"""What metrics hears of content."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.assets import schemas, use_cases
from services.metrics.facts.use_cases import note_event

_ASSET = schemas.AssetFact()
_USE = schemas.UseFact()


class AssetEntrypoints:
    @on("content", "asset.published.v1", reads=_ASSET)
    def on_asset_published(self, delivery: Delivery) -> None:
        use_cases.note_published(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("content", "asset.revised.v1", reads=_ASSET)
    def on_asset_revised(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_title(delivery.session, **delivery.data)

    @on("content", "asset.retired.v1", reads=_ASSET)
    def on_asset_retired(self, delivery: Delivery) -> None:
        use_cases.note_retired(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("content", "asset.downloaded.v1", reads=_USE)
    @on("content", "asset.share_opened.v1", reads=_USE)
    def on_asset_used(self, delivery: Delivery) -> None:
        use_cases.note_use(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)
