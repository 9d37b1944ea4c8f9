"""The edge of revisions: the catalogue, and what was published when."""

from marshmallow import Schema, fields, validate

from services.enablement.certifications.schemas import Command
from services.enablement.courses.model import LANGUAGES
from services.enablement.courses.schemas import CourseCommand, languages, texts


class ListCatalogueCommand(Command):
    q = fields.String(validate=validate.Length(min=1, max=100))
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class DraftFileCommand(CourseCommand):
    lesson_id = fields.UUID(required=True)
    captions_language = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(LANGUAGES))


class RevisionView(Schema):
    course_id = fields.UUID(required=True)
    revision_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    code = fields.String(required=True)
    languages = languages(required=True)
    title = texts(200, required=True)
    summary = texts(2000, required=True)
    published_at = fields.AwareDateTime(required=True)


class PublishedRevisionView(RevisionView):
    published_by = fields.String(required=True)


class RevisionList(Schema):
    items = fields.List(fields.Nested(PublishedRevisionView()), required=True)


class CatalogueEntry(RevisionView):
    minutes = fields.Integer(required=True)
    lesson_count = fields.Integer(required=True)
    has_exam = fields.Boolean(required=True)


class CataloguePage(Schema):
    items = fields.List(fields.Nested(CatalogueEntry()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class StoredFileView(Schema):
    """For the edge alone: where the bytes lie."""

    blob_key = fields.String(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
