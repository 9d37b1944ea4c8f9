"""A publisher cannot say what it did not promise, and the generated documents say what the code does."""

import json
from pathlib import Path

import pytest

from chassis import documents
from chassis.consumer import event_handlers, on
from chassis.contracts import ContractError, Contracts
from chassis.delivery import Delivery
from tests.bakery.services.oven.service import OvenService
from tests.bakery.services.shop.service import Baked, ShopService

OVEN = Path(__file__).parents[2] / "bakery" / "services" / "oven" / "contracts"
GOOD = {"loaf_id": "01a20fde-d34e-7ab3-8dec-7721a04d405a", "flour": "rye"}


def test_data_as_promised_passes() -> None:
    Contracts(OVEN).check("loaf.baked.v1", GOOD)


@pytest.mark.parametrize(
    "broken",
    [{}, GOOD | {"flour": 3}, GOOD | {"loaf_id": "no uuid"}, GOOD | {"secret": "yeast"}],
    ids=["missing", "type", "format", "extra"],
)
def test_data_against_the_document_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ContractError, match=r"loaf\.baked\.v1"):
        Contracts(OVEN).check("loaf.baked.v1", broken)


def test_an_event_without_a_document_is_refused() -> None:
    with pytest.raises(ContractError, match="no document"):
        Contracts(OVEN).check("loaf.eaten.v1", GOOD)


def test_the_bakerys_documents_are_what_its_code_says() -> None:
    assert documents.drift(OvenService) == []
    assert documents.drift(ShopService) == []


def test_a_list_is_described_as_a_page() -> None:
    gives = documents.rpc_document(OvenService)["methods"]["list_loaves"]["gives"]
    assert gives["required"] == ["items", "next_cursor"]
    assert gives["properties"]["items"]["items"]["properties"].keys() == {"loaf_id", "flour", "turns"}


def test_a_method_carries_its_docstring_and_its_kind() -> None:
    method = documents.rpc_document(OvenService)["methods"]["bake_loaf"]
    assert method["summary"] == "Bake one loaf."
    assert method["writes"] is True
    assert method["takes"]["required"] == ["flour"]


def test_subscriptions_name_every_type_by_its_publisher() -> None:
    assert json.loads(documents.documents(ShopService)["subscriptions.json"]) == {
        "oven": ["loaf.baked.v1", "loaf.turned.v1"]
    }


def test_two_handlers_of_one_type_are_refused() -> None:
    class Twice:
        name = "twice"

        @on("oven", "loaf.baked.v1", reads=Baked())
        def on_baked(self, delivery: Delivery) -> None: ...

        @on("oven", "loaf.baked.v1", reads=Baked())
        def on_baked_again(self, delivery: Delivery) -> None: ...

    with pytest.raises(SystemExit, match="twice"):
        event_handlers(Twice)
