-- Certifications, certificates, requirements of companies, and the issuer's keys.
CREATE SEQUENCE certificate_number START WITH 10001;

CREATE TABLE certifications (
    certification_id UUID NOT NULL,
    code VARCHAR(64) NOT NULL,
    title JSONB NOT NULL,
    description JSONB NOT NULL,
    course_ids UUID[] NOT NULL,
    validity_months SMALLINT,
    grace_days SMALLINT NOT NULL,
    reminders SMALLINT[] NOT NULL,
    status VARCHAR(20) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_certifications PRIMARY KEY (certification_id),
    CONSTRAINT ck_certifications_asks_for_a_course CHECK (cardinality(course_ids) > 0),
    CONSTRAINT ck_certifications_valid_for_some_time CHECK (validity_months > 0),
    CONSTRAINT ck_certifications_grace CHECK (grace_days >= 0),
    CONSTRAINT uq_certifications_code UNIQUE (code)
);

CREATE INDEX ix_certifications_course_ids ON certifications USING gin (course_ids);

CREATE TABLE certificate_completions (
    person_id UUID NOT NULL,
    course_id UUID NOT NULL,
    enrollment_id UUID NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_certificate_completions PRIMARY KEY (person_id, course_id, enrollment_id)
);

CREATE TABLE certificates (
    certificate_id UUID NOT NULL,
    number VARCHAR(20) NOT NULL,
    code VARCHAR(20) NOT NULL,
    status_index BIGINT NOT NULL,
    certification_id UUID NOT NULL,
    certification_code VARCHAR(64) NOT NULL,
    title JSONB NOT NULL,
    person_id UUID NOT NULL,
    partner_id UUID,
    holder_name VARCHAR(200) NOT NULL,
    enrollment_id UUID NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    counts_from TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    grace_days SMALLINT NOT NULL,
    reminders SMALLINT[] NOT NULL,
    replaces_certificate_id UUID,
    status VARCHAR(20) NOT NULL,
    remind_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_by VARCHAR(100),
    reason_code VARCHAR(40),
    reason TEXT,
    printed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_certificates PRIMARY KEY (certificate_id),
    CONSTRAINT ck_certificates_revoked CHECK ((status = 'revoked') = (revoked_at IS NOT NULL)),
    CONSTRAINT ck_certificates_revocation_has_reason CHECK (revoked_at IS NULL OR reason_code IS NOT NULL),
    CONSTRAINT ck_certificates_ends_after_it_began CHECK (expires_at > issued_at),
    CONSTRAINT uq_certificates_number UNIQUE (number),
    CONSTRAINT uq_certificates_code UNIQUE (code),
    CONSTRAINT uq_certificates_status_index UNIQUE (status_index)
);

CREATE INDEX ix_certificates_expires_at ON certificates (expires_at) WHERE status IN ('active', 'expiring');

CREATE INDEX ix_certificates_issued_at ON certificates (issued_at, certificate_id);

CREATE INDEX ix_certificates_partner_id ON certificates (partner_id, issued_at, certificate_id);

CREATE INDEX ix_certificates_person_id ON certificates (person_id, issued_at, certificate_id);

CREATE INDEX ix_certificates_remind_at ON certificates (remind_at) WHERE remind_at IS NOT NULL;

CREATE INDEX ix_certificates_revoked ON certificates (status_index) WHERE revoked_at IS NOT NULL;

CREATE INDEX ix_certificates_unprinted ON certificates (issued_at) WHERE printed_at IS NULL;

CREATE UNIQUE INDEX ux_certificates_current ON certificates (person_id, certification_id) WHERE status IN ('active', 'expiring');

CREATE TABLE company_requirements (
    company_requirement_id UUID NOT NULL,
    requirement_id UUID NOT NULL,
    partner_id UUID NOT NULL,
    certification_id UUID NOT NULL,
    certification_code VARCHAR(64) NOT NULL,
    required SMALLINT NOT NULL,
    holders INTEGER NOT NULL,
    status VARCHAR(20) NOT NULL,
    falls_below_on DATE,
    renew JSONB NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_company_requirements PRIMARY KEY (company_requirement_id)
);

CREATE INDEX ix_company_requirements_code ON company_requirements (certification_code, company_requirement_id);

CREATE INDEX ix_company_requirements_partner_id ON company_requirements (partner_id, certification_code, company_requirement_id);

CREATE UNIQUE INDEX ux_company_requirements_one ON company_requirements (requirement_id, partner_id);

CREATE TABLE requirements (
    requirement_id UUID NOT NULL,
    certification_id UUID NOT NULL,
    required SMALLINT NOT NULL,
    partner_types VARCHAR(60)[] NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_requirements PRIMARY KEY (requirement_id),
    CONSTRAINT ck_requirements_asks_for_somebody CHECK (required > 0)
);

CREATE INDEX ix_requirements_certification_id ON requirements (certification_id);

CREATE TABLE issuer_keys (
    key_id VARCHAR(43) NOT NULL,
    private_key TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_issuer_keys PRIMARY KEY (key_id)
);

CREATE UNIQUE INDEX ux_issuer_keys_in_use ON issuer_keys ((retired_at IS NULL)) WHERE retired_at IS NULL;

