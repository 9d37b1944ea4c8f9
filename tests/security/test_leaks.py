"""No list, search, count, suggestion or link tells anybody of an asset whose audience leaves them out.

Every reading operation of the API that a partner's people may call is asked, with every word of the hidden assets; new
operations join by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from gateway.api.operation import Operation
from gateway.api.operations import TABLE
from gateway.identity.policies import FILE
from gateway.identity.policies import load as load_policies
from tests.security.conftest import World, published

POLICIES = load_policies([operation.name for operation in TABLE], FILE)
CONTENT = [operation for operation in TABLE if operation.rpc and operation.rpc.startswith("content.")]
# Each leaves out the readers of partner A: registered, a reseller in Spain, reading English, certified in nothing.
EXCLUDING = {
    "tiers": ["silver", "gold"],
    "partner_types": ["consultant", "distributor"],
    "regions": ["latam", "apac"],
    "countries": ["MX", "PE"],
    "languages": ["es"],
    "certifications": ["held-by-nobody"],
}
# What they do have changes nothing as long as one set leaves them out.
INCLUDING = {"countries": ["ES"], "regions": ["emea"], "tiers": ["registered"], "languages": ["en"]}
WORD = "zafiro"


@dataclass(frozen=True)
class Hidden:
    """What was published for others, and all words by which somebody might ask for it."""

    asset_ids: tuple[str, ...]
    share_tokens: tuple[str, ...]

    def traces(self, text: str) -> list[str]:
        return [trace for trace in (WORD, "Zafiro", *self.asset_ids) if trace in text]


def rules() -> Iterator[dict[str, list[str]]]:
    """Each set alone, and the same beside others that would let the readers in."""
    for name, codes in EXCLUDING.items():
        yield {name: codes}
        yield {**INCLUDING, name: codes}


@pytest.fixture(scope="module")
def hidden(world: World) -> Hidden:
    manager = world.staff["program_manager"]
    asset_ids = [published(manager, f"Zafiro {number}", rule, word=WORD) for number, rule in enumerate(rules())]
    passed_on = published(manager, "Zafiro shared", {}, word=WORD)
    share = world.a.seller.post("/shares", {"asset_id": passed_on})
    assert share.status_code == 201, share.text
    read = manager.get(f"/assets/{passed_on}")
    headers = {"If-Match": read.headers["ETag"]}
    narrowed = manager.call("PATCH", f"/assets/{passed_on}", json={"audience": {"tiers": ["gold"]}}, headers=headers)
    assert narrowed.status_code == 200, narrowed.text
    return Hidden((*asset_ids, passed_on), (share.json["url"].rpartition("/")[2],))


def questions(operation: Operation) -> list[str]:
    """Ways of asking that could bring a hidden asset up."""
    asked = [""]
    if "q" in operation.properties:
        asked += [f"?q={word}" for word in (WORD, "zafi", "zafirro", "Zafiro 3", "summary", "platform")]
    if "product_line" in operation.properties:
        asked += ["?product_line=platform", "?asset_type=datasheet&language=en"]
    return asked


def lists(role: str) -> list[Operation]:
    return [
        operation
        for operation in CONTENT
        if not operation.writes and not operation.path_parameters and POLICIES.scope(operation.name, [role])
    ]


@pytest.mark.parametrize("role", ["partner_seller", "partner_admin"])
def test_no_list_search_or_suggestion_shows_a_trace(world: World, hidden: Hidden, role: str) -> None:
    caller, asked = world.callers()[role], 0
    for operation in lists(role):
        for question in questions(operation):
            required = set(operation.takes.get("required", ()))
            if required - {"q"} or ("q" in required and "q=" not in question):
                continue
            answer = caller.get(f"{operation.path}{question}")
            assert answer.status_code == 200, (operation.name, question, answer.text)
            told = answer.text.replace(question.partition("q=")[2], "") if "q=" in question else answer.text
            assert hidden.traces(told) == [], (operation.name, question)
            asked += 1
    assert asked >= 4


@pytest.mark.parametrize("role", ["partner_seller", "partner_admin"])
def test_counts_are_those_of_an_installation_without_the_hidden_assets(world: World, hidden: Hidden, role: str) -> None:
    caller, manager = world.callers()[role], world.staff["program_manager"]
    countings = [f"{operation.path}{'?q=datasheet'}" for operation in lists(role) if "q" in operation.properties]
    before = [caller.get(path).json for path in countings]
    published(manager, "Zafiro datasheet", {"tiers": ["gold"]}, word=WORD)
    assert [caller.get(path).json for path in countings] == before


@pytest.mark.parametrize("role", ["partner_seller", "partner_admin"])
def test_asked_for_by_its_id_a_hidden_asset_is_like_an_absent_one(world: World, hidden: Hidden, role: str) -> None:
    caller = world.callers()[role]
    operations = [
        operation
        for operation in CONTENT
        if operation.path_parameters == ("asset_id",) and POLICIES.scope(operation.name, [role])
    ]
    assert {"get_asset", "view_asset", "download_asset"} <= {operation.name for operation in operations}
    for operation in operations:
        absent = told(caller.call(operation.method, operation.path.format(asset_id=uuid4()), **body(operation)))
        for asset_id in hidden.asset_ids:
            theirs = caller.call(operation.method, operation.path.format(asset_id=asset_id), **body(operation))
            assert told(theirs) == absent, operation.name
            assert theirs.status_code == 404
    absent = told(caller.post("/shares", {"asset_id": str(uuid4())}))
    assert [told(caller.post("/shares", {"asset_id": found})) for found in hidden.asset_ids] == [absent] * len(
        hidden.asset_ids
    )


def test_a_link_made_while_its_sender_might_see_the_asset_opens_nothing_afterwards(
    world: World, hidden: Hidden
) -> None:
    for token in hidden.share_tokens:
        opened = world.app.test_client().post(f"/v1/share-links/{token}/open", json={})
        taken = world.app.test_client().get(f"/v1/share-links/{token}/file")
        assert (opened.status_code, taken.status_code) == (404, 404)
        assert hidden.traces(opened.text + taken.text) == []
        page = world.app.test_client().get(f"/s/{token}")
        assert page.status_code == 404
        assert hidden.traces(page.text) == []


def test_a_partner_does_not_look_through_anothers_eyes(world: World, hidden: Hidden) -> None:
    for question in (f"?as_partner_id={world.b.partner_id}", f"?as_partner_id={world.a.partner_id}"):
        answer = world.a.admin.get(f"/assets{question}")
        assert answer.status_code == 403
        assert hidden.traces(answer.text) == []


def test_the_same_assets_are_found_by_whom_they_are_for(world: World, hidden: Hidden) -> None:
    """Else the tests above would pass over an empty library."""
    manager = world.staff["program_manager"]
    found = manager.get("/assets?status=published&limit=100").json["items"]
    assert set(hidden.asset_ids) <= {item["asset_id"] for item in found}
    mine = published(manager, "Visible to all", {**INCLUDING, "roles": ["partner_seller"]}, word="topacio")
    assert mine in [item["asset_id"] for item in world.a.seller.get("/assets?limit=100").json["items"]]
    assert world.a.admin.get(f"/assets/{mine}").status_code == 404


def body(operation: Operation) -> dict[str, Any]:
    return {"json": {}} if operation.writes else {}


def told(answer: Any) -> tuple[int, Any]:
    """Everything that an asker can see, but for the request's own id."""
    shown = {name: value for name, value in (answer.json or {}).items() if name != "request_id"}
    return answer.status_code, (shown, {name for name, _ in answer.headers})
