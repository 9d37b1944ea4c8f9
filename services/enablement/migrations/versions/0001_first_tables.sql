-- The first tables of enablement: people, courses, questions, revisions, enrolments, exams.

CREATE TABLE learner (
    person_id UUID NOT NULL,
    partner_id UUID,
    roles VARCHAR(30)[] NOT NULL,
    joined_at TIMESTAMP WITH TIME ZONE,
    left_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_learner PRIMARY KEY (person_id)
);

CREATE INDEX ix_learner_partner_id ON learner (partner_id, person_id);

CREATE TABLE partner_standing (
    partner_id UUID NOT NULL,
    name VARCHAR(300) NOT NULL,
    status VARCHAR(40) NOT NULL,
    partner_type VARCHAR(60),
    country VARCHAR(2),
    CONSTRAINT pk_partner_standing PRIMARY KEY (partner_id)
);

CREATE INDEX ix_partner_standing_partner_type ON partner_standing (partner_type);

CREATE TABLE course_files (
    upload_id VARCHAR(64) NOT NULL,
    course_id UUID NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_course_files PRIMARY KEY (upload_id)
);

CREATE TABLE courses (
    course_id UUID NOT NULL,
    code VARCHAR(64) NOT NULL,
    status VARCHAR(20) NOT NULL,
    languages VARCHAR(5)[] NOT NULL,
    title JSONB NOT NULL,
    summary JSONB NOT NULL,
    roles VARCHAR(30)[] NOT NULL,
    partner_types VARCHAR(60)[] NOT NULL,
    lessons JSONB NOT NULL,
    exam JSONB,
    current_revision_id UUID,
    revision_number INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_courses PRIMARY KEY (course_id),
    CONSTRAINT ck_courses_published_has_revision CHECK (status <> 'published' OR current_revision_id IS NOT NULL),
    CONSTRAINT uq_courses_code UNIQUE (code)
);

CREATE INDEX ix_courses_created ON courses (created_at, course_id);

CREATE TABLE questions (
    question_id UUID NOT NULL,
    course_id UUID NOT NULL,
    question JSONB NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_questions PRIMARY KEY (question_id)
);

CREATE INDEX ix_questions_bank ON questions (course_id, question_id);

CREATE TABLE course_revisions (
    revision_id UUID NOT NULL,
    course_id UUID NOT NULL,
    number INTEGER NOT NULL,
    code VARCHAR(64) NOT NULL,
    languages VARCHAR(5)[] NOT NULL,
    title JSONB NOT NULL,
    summary JSONB NOT NULL,
    lessons JSONB NOT NULL,
    exam JSONB,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    published_by VARCHAR(100) NOT NULL,
    CONSTRAINT pk_course_revisions PRIMARY KEY (revision_id),
    CONSTRAINT uq_course_revisions_course_id_number UNIQUE (course_id, number)
);

CREATE TABLE revision_questions (
    revision_id UUID NOT NULL,
    question_id UUID NOT NULL,
    question JSONB NOT NULL,
    CONSTRAINT pk_revision_questions PRIMARY KEY (revision_id, question_id)
);

CREATE TABLE enrollment_rules (
    course_id UUID NOT NULL,
    roles VARCHAR(30)[] NOT NULL,
    partner_types VARCHAR(60)[] NOT NULL,
    due_days INTEGER,
    set_by VARCHAR(100) NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    is_pending BOOLEAN NOT NULL,
    CONSTRAINT pk_enrollment_rules PRIMARY KEY (course_id)
);

CREATE TABLE enrollments (
    enrollment_id UUID NOT NULL,
    course_id UUID NOT NULL,
    course_code VARCHAR(64) NOT NULL,
    revision_id UUID NOT NULL,
    person_id UUID NOT NULL,
    partner_id UUID,
    assigned_by VARCHAR(10) NOT NULL,
    due_on DATE,
    status VARCHAR(20) NOT NULL,
    lessons_total INTEGER NOT NULL,
    lessons_done INTEGER NOT NULL,
    last_lesson_id VARCHAR(36),
    last_seen_at TIMESTAMP WITH TIME ZONE,
    has_exam BOOLEAN NOT NULL,
    attempts_used INTEGER NOT NULL,
    running_attempt_id UUID,
    next_attempt_at TIMESTAMP WITH TIME ZONE,
    best_score INTEGER,
    exam_passed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_enrollments PRIMARY KEY (enrollment_id),
    CONSTRAINT ck_enrollments_completed CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
    CONSTRAINT ck_enrollments_lessons CHECK (lessons_done BETWEEN 0 AND lessons_total)
);

CREATE INDEX ix_enrollments_course ON enrollments (course_id, created_at, enrollment_id);

CREATE INDEX ix_enrollments_created ON enrollments (created_at, enrollment_id);

CREATE INDEX ix_enrollments_partner ON enrollments (partner_id, created_at, enrollment_id);

CREATE INDEX ix_enrollments_person ON enrollments (person_id, created_at, enrollment_id);

CREATE UNIQUE INDEX ux_enrollments_active ON enrollments (course_id, person_id) WHERE status = 'active';

CREATE TABLE lesson_progress (
    enrollment_id UUID NOT NULL,
    lesson_id VARCHAR(36) NOT NULL,
    position INTEGER NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_lesson_progress PRIMARY KEY (enrollment_id, lesson_id),
    CONSTRAINT fk_lesson_progress_enrollment_id_enrollments FOREIGN KEY(enrollment_id) REFERENCES enrollments (enrollment_id)
);

CREATE TABLE exam_attempts (
    exam_attempt_id UUID NOT NULL,
    enrollment_id UUID NOT NULL,
    course_id UUID NOT NULL,
    revision_id UUID NOT NULL,
    person_id UUID NOT NULL,
    partner_id UUID,
    holder_name VARCHAR(200) NOT NULL,
    number INTEGER NOT NULL,
    status VARCHAR(20) NOT NULL,
    questions_total INTEGER NOT NULL,
    pass_mark INTEGER NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    right_total INTEGER,
    score INTEGER,
    CONSTRAINT pk_exam_attempts PRIMARY KEY (exam_attempt_id),
    CONSTRAINT uq_exam_attempts_enrollment_id_number UNIQUE (enrollment_id, number),
    CONSTRAINT ck_exam_attempts_judged CHECK ((status = 'running') = (score IS NULL)),
    CONSTRAINT ck_exam_attempts_questions CHECK (questions_total > 0)
);

CREATE INDEX ix_exam_attempts_course ON exam_attempts (course_id, started_at, exam_attempt_id);

CREATE INDEX ix_exam_attempts_ends_at ON exam_attempts (ends_at) WHERE status = 'running' AND ends_at IS NOT NULL;

CREATE INDEX ix_exam_attempts_person ON exam_attempts (person_id, started_at, exam_attempt_id);

CREATE UNIQUE INDEX ux_exam_attempts_running ON exam_attempts (enrollment_id) WHERE status = 'running';

CREATE TABLE exam_answers (
    exam_attempt_id UUID NOT NULL,
    position INTEGER NOT NULL,
    question_id UUID NOT NULL,
    answer TEXT[],
    answered_at TIMESTAMP WITH TIME ZONE,
    is_right BOOLEAN,
    CONSTRAINT pk_exam_answers PRIMARY KEY (exam_attempt_id, position),
    CONSTRAINT uq_exam_answers_exam_attempt_id_question_id UNIQUE (exam_attempt_id, question_id),
    CONSTRAINT fk_exam_answers_exam_attempt_id_exam_attempts FOREIGN KEY(exam_attempt_id) REFERENCES exam_attempts (exam_attempt_id)
);

CREATE FUNCTION refuse_change_of_revision() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a published revision only grows'; END $$;

CREATE TRIGGER course_revisions_only_grow BEFORE UPDATE OR DELETE ON course_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change_of_revision();

CREATE TRIGGER revision_questions_only_grow BEFORE UPDATE OR DELETE ON revision_questions FOR EACH ROW EXECUTE FUNCTION refuse_change_of_revision();
