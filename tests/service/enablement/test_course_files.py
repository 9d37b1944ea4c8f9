"""Files of lessons: claimed once, judged by their bytes, found by learners alone, swept when nobody claimed them."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis import clock
from chassis.blobs import blobs_from_environment
from chassis.errors import ServiceError
from services.enablement.courses.jobs import sweep_uploads
from tests.service.enablement.school import School, both

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"
PDF = b"%PDF-1.7\n" + b"x" * 64


def sent(content: bytes, filename: str) -> dict[str, Any]:
    """An upload, as the edge leaves it and tells of it."""
    upload_id = str(uuid4())
    blobs_from_environment().write(f"uploads/enablement/{upload_id}", [content])
    digest = hashlib.sha256(content).hexdigest()
    return {"upload_id": upload_id, "filename": filename, "size": len(content), "sha256": digest, "media_type": "x/y"}


def lesson(school: School, kind: str) -> dict[str, str]:
    course = school.draft()
    changed = school.do("add_lesson", course_id=course["course_id"], kind=kind, title=both("Watch this"))
    return {"course_id": course["course_id"], "lesson_id": changed["lessons"][0]["lesson_id"]}


def refusal(school: School, **command: Any) -> str:
    with pytest.raises(ServiceError) as refused:
        school.do("attach_lesson_file", **command)
    return refused.value.code


def test_a_video_with_captions_reaches_its_learners_and_nobody_else(school: School) -> None:
    named = lesson(school, "video")
    school.do("attach_lesson_file", **named, **sent(MP4, "tour.mp4"))
    for language in ("en", "es"):
        school.do("attach_lesson_file", **named, **sent(VTT, f"{language}.vtt"), captions_language=language)
    course = school.do("publish_course", course_id=named["course_id"])
    learner, stranger = school.somebody(), school.somebody()
    enrollment = school.enroll(learner, course)
    wanted = {"enrollment_id": enrollment["enrollment_id"], "lesson_id": named["lesson_id"]}
    video = school.do("get_lesson_file", learner, **wanted)
    captions = school.do("get_lesson_file", learner, **wanted, captions_language="es")
    assert (video["media_type"], captions["media_type"], captions["filename"]) == ("video/mp4", "text/vtt", "es.vtt")
    assert blobs_from_environment().head(video["blob_key"], 100) == MP4
    with pytest.raises(ServiceError, match="enrolment"):
        school.do("get_lesson_file", stranger, **wanted)


def test_a_file_that_does_not_belong_is_refused_by_its_bytes(school: School) -> None:
    video, file = lesson(school, "video"), lesson(school, "file")
    assert refusal(school, **video, **sent(PDF, "paper.pdf")) == "file_unfitting"
    assert refusal(school, **file, **sent(MP4, "tour.mp4")) == "file_unfitting"
    assert refusal(school, **video, **sent(MP4, "tour.mp4"), captions_language="en") == "file_unfitting"
    assert refusal(school, **file, **sent(b"MZ\x90\x00program", "paper.pdf")) == "program_refused"
    assert refusal(school, **lesson(school, "text"), **sent(PDF, "paper.pdf")) == "lesson_kind_unfitting"


def test_an_upload_is_claimed_once(school: School) -> None:
    upload = sent(PDF, "paper.pdf")
    school.do("attach_lesson_file", **lesson(school, "file"), **upload)
    assert refusal(school, **lesson(school, "file"), **upload) == "already_exists"


def test_an_upload_that_is_not_whole_is_not_taken(school: School) -> None:
    upload = sent(PDF, "paper.pdf")
    assert refusal(school, **lesson(school, "file"), **{**upload, "size": 7}) == "upload_unknown"
    assert refusal(school, **lesson(school, "file"), **{**upload, "upload_id": str(uuid4())}) == "upload_unknown"


def test_what_nobody_claimed_within_a_day_is_swept(school: School) -> None:
    claimed, forgotten = sent(PDF, "paper.pdf"), sent(PDF, "other.pdf")
    school.do("attach_lesson_file", **lesson(school, "file"), **claimed)
    with clock.frozen(datetime.now(UTC) + timedelta(hours=23)):
        school.harness.run_job(sweep_uploads)
    assert blobs_from_environment().size(f"uploads/enablement/{forgotten['upload_id']}")
    with clock.frozen(datetime.now(UTC) + timedelta(hours=25)):
        school.harness.run_job(sweep_uploads)
    assert blobs_from_environment().size(f"uploads/enablement/{forgotten['upload_id']}") is None
    assert blobs_from_environment().size(f"uploads/enablement/{claimed['upload_id']}")


@pytest.mark.parametrize("statement", ["DELETE FROM course_revisions", "UPDATE course_revisions SET number = 9"])
def test_the_database_keeps_a_published_revision_as_it_was(school: School, statement: str) -> None:
    school.published(lessons=1)
    with pytest.raises(DBAPIError, match="only grows"), school.harness.sessions.engine.begin() as connection:
        connection.execute(text(statement))
