"""What this service refuses, each with the kind and the stable code that others may rely on."""

from typing import ClassVar


class EnablementError(Exception):
    """A refusal in the words of the domain; the chassis carries it over the wire."""

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or type(self).__doc__)
        self.details = details


class VendorOnly(EnablementError):
    """Only the vendor's people may do this."""

    kind = "forbidden"
    code = "vendor_only"


class StaleVersion(EnablementError):
    """Someone changed this record after you read it; read it again and repeat your change."""

    code = "stale_version"


class IllegalTransition(EnablementError):
    """The record's present status does not allow this step."""

    code = "illegal_transition"


class CertificationNotFound(EnablementError):
    """There is no such certification."""

    kind = "not_found"
    code = "certification_not_found"


class CertificateNotFound(EnablementError):
    """Also the answer about a certificate that is not yours to see: it must look exactly like an absent one."""

    kind = "not_found"
    code = "certificate_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such certificate.")


class CodeTaken(EnablementError):
    """Something else has this code already; choose another."""

    code = "code_taken"


class CertificateRevoked(EnablementError):
    """This certificate was revoked: nothing is issued about it any more."""

    code = "certificate_revoked"


class DocumentNotReady(EnablementError):
    """The document is being printed; ask again in a few seconds."""

    code = "document_not_ready"


class HolderStillPresent(EnablementError):
    """Certificates move only from somebody who has left; note that first."""

    code = "holder_still_present"


class PersonUnknown(EnablementError):
    """There is no such person, or they have left."""

    kind = "not_found"
    code = "person_unknown"


class IssuerKeyMissing(EnablementError):
    """The issuer's signing key is being made; ask again in a few seconds."""

    kind = "unavailable"
    code = "issuer_key_missing"


class StatusListNotFound(EnablementError):
    """There is no such status list."""

    kind = "not_found"
    code = "status_list_not_found"


class RequirementNotFound(EnablementError):
    """There is no such requirement."""

    kind = "not_found"
    code = "requirement_not_found"


class PersonOnly(EnablementError):
    """Only a person can learn; sign in as one."""

    kind = "forbidden"
    code = "person_only"


class CourseNotFound(EnablementError):
    """There is no such course."""

    kind = "not_found"
    code = "course_not_found"


class LessonNotFound(EnablementError):
    """There is no such lesson in this course."""

    kind = "not_found"
    code = "lesson_not_found"


class CourseCodeTaken(EnablementError):
    """Another course has this code."""

    code = "course_code_taken"


class CourseRetired(EnablementError):
    """This course is retired: nobody begins it any more."""

    code = "course_retired"


class CourseIncomplete(EnablementError):
    """The course cannot be published yet; `missing` says what it lacks."""

    code = "course_incomplete"


class LanguageUnknown(EnablementError):
    """Texts are given in the languages of the course, and in each of them."""

    kind = "invalid"
    code = "language_unknown"


class LessonKindFixed(EnablementError):
    """This does not belong to a lesson of this kind."""

    kind = "invalid"
    code = "lesson_kind_unfitting"


class FileUnfitting(EnablementError):
    """A video lesson takes a video, captions are WebVTT, and other files belong to a file lesson."""

    kind = "invalid"
    code = "file_unfitting"


class UploadUnknown(EnablementError):
    """There is no such upload, or it is not complete; send the file again."""

    kind = "invalid"
    code = "upload_unknown"


class QuestionNotFound(EnablementError):
    """There is no such question in this course."""

    kind = "not_found"
    code = "question_not_found"


class QuestionInvalid(EnablementError):
    """This question cannot be answered as it stands."""

    kind = "invalid"
    code = "question_invalid"


class EnrollmentNotFound(EnablementError):
    """There is no such enrolment."""

    kind = "not_found"
    code = "enrollment_not_found"


class EnrollmentCompleted(EnablementError):
    """This course is completed already."""

    code = "enrollment_completed"


class ExamAttemptNotFound(EnablementError):
    """There is no such attempt."""

    kind = "not_found"
    code = "exam_attempt_not_found"


class NoExam(EnablementError):
    """This course has no exam."""

    code = "no_exam"


class LessonsUndone(EnablementError):
    """The exam opens when all lessons are done."""

    code = "lessons_undone"


class CoolingDown(EnablementError):
    """The next attempt opens later."""

    code = "exam_cooling_down"


class ExamPassed(EnablementError):
    """This exam is passed already."""

    code = "exam_passed"


class ExamTimeOver(EnablementError):
    """The time of this attempt is over; what was saved counts."""

    code = "exam_time_over"


class ExamClosed(EnablementError):
    """This attempt was handed in; its answers stand."""

    code = "exam_closed"


class AnswerUnfitting(EnablementError):
    """This answer does not fit its question."""

    kind = "invalid"
    code = "answer_unfitting"
