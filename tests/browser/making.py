"""What screens are shown over: a partner, a course with its exam, a certificate, a document. All by the public API."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import requests

from tests.browser.people import Site, fresh_name

OPTIONS = (("An approved deal", "Un registro aprobado", True), ("Every lead", "Toda oportunidad", False))


def both(english: str, spanish: str) -> dict[str, str]:
    return {"en": english, "es": spanish}


def application(site: Site, *, name: str = "Kappa Consulting", **more: Any) -> dict[str, Any]:
    """A company asks to become a partner; the answer, with what was sent."""
    company, domain = fresh_name(name)
    contact = {"name": "Inês Duarte", "email": f"ines@{domain}"}
    body = {"legal_name": company, "country": "PT", "domain": domain, "contact": contact, **more}
    made: dict[str, Any] = site.api("staff", "POST", "/partner-applications", body)
    return body | made


def partner(site: Site, **told: Any) -> dict[str, Any]:
    """An application that was approved; the invitation of its person is in the mail."""
    asked = application(site, **told)
    approved = site.api("staff", "POST", f"/partner-applications/{asked['application_id']}/approve", {})
    return asked | {"partner_id": approved["partner_id"]}


def rank(site: Site, partner_id: str, tier: str) -> None:
    version = site.api("staff", "GET", f"/partners/{partner_id}")["version"]
    site.api("staff", "PATCH", f"/partners/{partner_id}", {"tier": tier}, **{"If-Match": f'"{version}"'})


def course(site: Site, title: dict[str, str] | None = None) -> dict[str, Any]:
    """Published, in both languages, two lessons and an exam of two questions, each with the lesson to study."""
    title = title or both("Sell Edge Gateways", "Vender Edge Gateways")
    summary = both("Who needs one, and what it protects.", "A quién le hace falta y qué protege.")
    body = {"code": f"edge-{uuid4().hex[:6]}", "languages": ["en", "es"], "title": title, "summary": summary}
    made = site.api("staff", "POST", "/courses", body)
    path = f"/courses/{made['course_id']}"
    text = both("## Ask first\n\n* **Who** decides?", "## Pregunta primero\n\n* ¿**Quién** decide?")
    for name in (both("Find the need", "Encontrar la necesidad"), both("Name the price", "Decir el precio")):
        lesson = {"kind": "text", "title": name, "body": text, "minutes": 4}
        made = site.api("staff", "POST", f"{path}/lessons", lesson)
    options = [{"text": both(english, spanish), "is_correct": right} for english, spanish, right in OPTIONS]
    prompts = (both("What is protected?", "¿Qué queda protegido?"), both("And who asks?", "¿Y quién pregunta?"))
    for prompt, lesson in zip(prompts, made["lessons"], strict=True):
        asked = {"kind": "single", "prompt": prompt, "options": options, "lesson_id": lesson["lesson_id"]}
        site.api("staff", "POST", f"{path}/questions", asked)
    site.api("staff", "PUT", f"{path}/exam", {"attempts": 3, "time_limit_minutes": 30})
    published: dict[str, Any] = site.api("staff", "POST", f"{path}/publish", {})
    return published


def certification(
    site: Site, of: dict[str, Any], *, title: dict[str, str] | None = None, required: int = 2
) -> dict[str, Any]:
    """What the course leads to, and so many holders wanted of every partner."""
    title = title or both("Edge Gateways Seller", "Vendedor de Edge Gateways")
    body = {"code": of["code"], "title": title, "course_ids": [of["course_id"]], "validity_months": 12}
    made: dict[str, Any] = site.api("staff", "POST", "/certifications", body)
    asked = {"certification_id": made["certification_id"], "required": required}
    return made | {"requirement_id": site.api("staff", "POST", "/requirements", asked)["requirement_id"]}


def enrolled(site: Site, account: str, of: dict[str, Any], *, lessons: int) -> dict[str, Any]:
    """Somebody takes the course and has done so many of its lessons."""
    taken: dict[str, Any] = site.api(account, "POST", "/enrollments", {"course_id": of["course_id"]})
    for lesson in taken["lessons"][:lessons]:
        path = f"/enrollments/{taken['enrollment_id']}/lessons/{lesson['lesson_id']}/progress"
        site.api(account, "POST", path, {"is_done": True})
    return taken


def attempt(site: Site, account: str, taken: dict[str, Any]) -> dict[str, Any]:
    begun: dict[str, Any] = site.api(account, "POST", f"/enrollments/{taken['enrollment_id']}/exam-attempts", {})
    return begun


def hand_in(site: Site, account: str, begun: dict[str, Any], *, rightly: bool) -> dict[str, Any]:
    """All questions answered, by what the bank says is right or by something else."""
    bank = site.api("staff", "GET", f"/courses/{begun['course_id']}/questions")["items"]
    right = {option["option_id"] for asked in bank for option in asked["options"] if option["is_correct"]}
    path = f"/exam-attempts/{begun['exam_attempt_id']}"
    for asked in begun["questions"]:
        chosen = next(o["option_id"] for o in asked["options"] if (o["option_id"] in right) is rightly)
        site.api(account, "PUT", f"{path}/answers/{asked['question_id']}", {"answer": [chosen]})
    done: dict[str, Any] = site.api(account, "POST", f"{path}/submit", {})
    return done


def asset(site: Site, title: str, text: str, *, filename: str = "prices.txt", **more: Any) -> dict[str, Any]:
    """A published document with that text inside."""
    sent = requests.post(
        f"{site.url}/v1/uploads?for=content", data=text.encode(), timeout=20,
        headers={
            "Authorization": f"Bearer {site.accounts['staff']['token']}",
            "Content-Type": "text/plain", "Prm-Filename": filename,
        },
    )  # fmt: skip
    assert sent.ok, sent.text
    review = str((datetime.now(UTC) + timedelta(days=200)).date())
    body = {"title": title, "asset_type": "price_list", "language": "en", "review_on": review, **more}
    made = site.api("staff", "POST", "/assets", body)
    path = f"/assets/{made['asset_id']}"
    site.api("staff", "POST", f"{path}/versions", {"upload_id": sent.json()["upload_id"], "note": "First"})
    published: dict[str, Any] = site.api("staff", "POST", f"{path}/publish", {})
    return published


def share(site: Site, account: str, of: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = site.api(account, "POST", "/shares", {"asset_id": of["asset_id"]})
    return made


def first_certificate(site: Site, account: str, *, limit_s: float = 30) -> dict[str, Any]:
    """The newest certificate of this account's person, once it is there."""
    until = time.monotonic() + limit_s
    while not (found := site.api(account, "GET", "/certificates?limit=1")["items"]):
        assert time.monotonic() < until, "no certificate was issued"
        time.sleep(0.2)
    newest: dict[str, Any] = found[0]
    return newest
