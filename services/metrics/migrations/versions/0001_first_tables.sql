-- The first tables of metrics. Frozen once released: later changes are later migrations.

CREATE TABLE exchange_rates (
    currency VARCHAR(3) NOT NULL,
    valid_from DATE NOT NULL,
    rate NUMERIC(18, 8) NOT NULL,
    CONSTRAINT pk_exchange_rates PRIMARY KEY (currency, valid_from)
);

CREATE TABLE sources (
    source VARCHAR(40) NOT NULL,
    as_of TIMESTAMP WITH TIME ZONE NOT NULL,
    events BIGINT NOT NULL,
    CONSTRAINT pk_sources PRIMARY KEY (source)
);

CREATE TABLE facts (
    subject VARCHAR(100) NOT NULL,
    part VARCHAR(40) NOT NULL,
    measure VARCHAR(100) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    partner_id UUID NOT NULL,
    value NUMERIC(20, 4) NOT NULL,
    bucket INTEGER NOT NULL,
    amount NUMERIC(18, 2),
    currency VARCHAR(3),
    CONSTRAINT pk_facts PRIMARY KEY (subject, part, measure, at)
);

CREATE INDEX ix_facts_rows ON facts (measure, at, subject, part);

CREATE INDEX ix_facts_rows_of_partner ON facts (measure, partner_id, at, subject, part);

CREATE TABLE rollups (
    measure VARCHAR(100) NOT NULL,
    partner_id UUID NOT NULL,
    grain VARCHAR(5) NOT NULL,
    starts_on DATE NOT NULL,
    bucket INTEGER NOT NULL,
    count BIGINT NOT NULL,
    total NUMERIC(22, 4) NOT NULL,
    CONSTRAINT pk_rollups PRIMARY KEY (measure, partner_id, grain, starts_on, bucket)
);

CREATE TABLE partners (
    partner_id UUID NOT NULL,
    name VARCHAR(200),
    status VARCHAR(20),
    partner_type VARCHAR(30),
    country VARCHAR(2),
    tier VARCHAR(40),
    region VARCHAR(40),
    channel_manager_id UUID,
    parent_partner_id UUID,
    signed_at TIMESTAMP WITH TIME ZONE,
    terminated_at TIMESTAMP WITH TIME ZONE,
    first_deal_at TIMESTAMP WITH TIME ZONE,
    activity TIMESTAMP WITH TIME ZONE[][] DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_partners PRIMARY KEY (partner_id)
);

CREATE INDEX ix_partners_channel_manager_id ON partners (channel_manager_id);

CREATE TABLE registrations (
    deal_registration_id UUID NOT NULL,
    number VARCHAR(20),
    revision INTEGER DEFAULT 0 NOT NULL,
    partner_id UUID,
    status VARCHAR(20),
    registration_type VARCHAR(20),
    amount NUMERIC(18, 2),
    currency VARCHAR(3),
    submitted_at TIMESTAMP WITH TIME ZONE,
    due_at TIMESTAMP WITH TIME ZONE,
    decided_at TIMESTAMP WITH TIME ZONE,
    decision VARCHAR(20),
    business_minutes INTEGER,
    in_conflict BOOLEAN DEFAULT false NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    won_on DATE,
    lost_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_registrations PRIMARY KEY (deal_registration_id)
);

CREATE INDEX ix_registrations_undecided ON registrations (submitted_at, deal_registration_id) WHERE status IN ('submitted', 'in_review', 'pending_approval', 'info_requested');

CREATE INDEX ix_registrations_won ON registrations (currency, won_on) WHERE won_on IS NOT NULL;

CREATE TABLE applications (
    application_id UUID NOT NULL,
    legal_name VARCHAR(200),
    status VARCHAR(20),
    submitted_at TIMESTAMP WITH TIME ZONE,
    due_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_applications PRIMARY KEY (application_id)
);

CREATE INDEX ix_applications_undecided ON applications (submitted_at, application_id) WHERE ended_at IS NULL;

CREATE TABLE people (
    person_id UUID NOT NULL,
    partner_id UUID,
    joined_at TIMESTAMP WITH TIME ZONE,
    left_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_people PRIMARY KEY (person_id)
);

CREATE TABLE certificates (
    certificate_id UUID NOT NULL,
    person_id UUID,
    issued_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_certificates PRIMARY KEY (certificate_id)
);

CREATE INDEX ix_certificates_person_id ON certificates (person_id);

CREATE TABLE assets (
    asset_id UUID NOT NULL,
    title VARCHAR(300),
    published_at TIMESTAMP WITH TIME ZONE,
    retired_at TIMESTAMP WITH TIME ZONE,
    uses TIMESTAMP WITH TIME ZONE[][] DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_assets PRIMARY KEY (asset_id)
);

CREATE TABLE asset_uses (
    asset_id UUID NOT NULL,
    partner_id UUID NOT NULL,
    uses TIMESTAMP WITH TIME ZONE[][] DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_asset_uses PRIMARY KEY (asset_id, partner_id)
);
