-- The first tables of deals. Frozen: later changes are later migrations.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE SEQUENCE deal_registration_number START WITH 20001;

CREATE TABLE rule_version (
    kind VARCHAR(40) NOT NULL,
    version INTEGER NOT NULL,
    status VARCHAR(20) NOT NULL,
    body JSONB NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    retired_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_rule_version PRIMARY KEY (kind, version),
    CONSTRAINT ck_rule_version_status CHECK (status IN ('draft', 'published', 'retired'))
);

CREATE UNIQUE INDEX ux_rule_version_published ON rule_version (kind) WHERE status = 'published';

CREATE TABLE partner_standing (
    partner_id UUID NOT NULL,
    name VARCHAR(300) NOT NULL,
    status VARCHAR(40) NOT NULL,
    partner_type VARCHAR(60),
    country VARCHAR(2),
    parent_partner_id UUID,
    CONSTRAINT pk_partner_standing PRIMARY KEY (partner_id)
);

CREATE INDEX ix_partner_standing_parent_partner_id ON partner_standing (parent_partner_id);

CREATE TABLE customer_identities (
    identity_id UUID NOT NULL,
    customer_id UUID NOT NULL,
    legal_name VARCHAR(200) NOT NULL,
    country VARCHAR(2) NOT NULL,
    name_key VARCHAR(200) NOT NULL,
    first_token VARCHAR(200) NOT NULL,
    domain VARCHAR(253),
    registration_key VARCHAR(60),
    city_key VARCHAR(120),
    postal_key VARCHAR(20),
    phone_key VARCHAR(64),
    contact_key VARCHAR(64),
    contact_domain VARCHAR(253),
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_customer_identities PRIMARY KEY (identity_id)
);

CREATE INDEX ix_customer_identities_contact_domain ON customer_identities (contact_domain) WHERE contact_domain IS NOT NULL;

CREATE INDEX ix_customer_identities_contact_key ON customer_identities (contact_key) WHERE contact_key IS NOT NULL;

CREATE INDEX ix_customer_identities_customer_id ON customer_identities (customer_id);

CREATE INDEX ix_customer_identities_domain ON customer_identities (domain) WHERE domain IS NOT NULL;

CREATE INDEX ix_customer_identities_name ON customer_identities (name_key, country);

CREATE INDEX ix_customer_identities_name_trgm ON customer_identities USING gin (name_key gin_trgm_ops);

CREATE INDEX ix_customer_identities_phone_key ON customer_identities (phone_key) WHERE phone_key IS NOT NULL;

CREATE INDEX ix_customer_identities_postal ON customer_identities (postal_key, first_token) WHERE postal_key IS NOT NULL;

CREATE INDEX ix_customer_identities_registration_key ON customer_identities (registration_key) WHERE registration_key IS NOT NULL;

CREATE TABLE deal_registrations (
    deal_registration_id UUID NOT NULL,
    number VARCHAR(20) NOT NULL,
    partner_id UUID NOT NULL,
    submitted_by VARCHAR(100) NOT NULL,
    channel VARCHAR(20) NOT NULL,
    customer JSONB NOT NULL,
    contact JSONB,
    product_line VARCHAR(64),
    amount NUMERIC(18, 2),
    currency VARCHAR(3),
    expected_close_on DATE,
    registration_type VARCHAR(20) NOT NULL,
    description TEXT,
    evidence TEXT,
    status VARCHAR(20) NOT NULL,
    sales_stage VARCHAR(20) NOT NULL,
    stage_changed_at TIMESTAMP WITH TIME ZONE,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE,
    claimed_by VARCHAR(100),
    decide_by TIMESTAMP WITH TIME ZONE,
    sla_paused_at TIMESTAMP WITH TIME ZONE,
    sla_remaining_minutes INTEGER,
    sla_paused_minutes INTEGER NOT NULL,
    info_fields VARCHAR(40)[],
    info_text TEXT,
    info_asked_at TIMESTAMP WITH TIME ZONE,
    answer_until TIMESTAMP WITH TIME ZONE,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by VARCHAR(100),
    decision_status VARCHAR(20),
    decision_reason_code VARCHAR(40),
    decision_text TEXT,
    protected_until TIMESTAMP WITH TIME ZONE,
    extensions_used INTEGER NOT NULL,
    crm_opportunity_ref VARCHAR(120),
    closed_at TIMESTAMP WITH TIME ZONE,
    status_before_closing VARCHAR(20),
    stage_before_closing VARCHAR(20),
    won_on DATE,
    lost_reason TEXT,
    CONSTRAINT pk_deal_registrations PRIMARY KEY (deal_registration_id),
    CONSTRAINT ck_deal_registrations_status CHECK (
        status IN ('draft', 'submitted', 'in_review', 'info_requested', 'pending_approval', 'approved', 'rejected',
            'withdrawn', 'lapsed', 'converted', 'expired', 'released', 'revoked', 'closed_won', 'closed_lost')
    ),
    CONSTRAINT ck_deal_registrations_rejection_has_reason CHECK (status <> 'rejected' OR decision_reason_code IS NOT NULL),
    CONSTRAINT ck_deal_registrations_approval_protects CHECK (status NOT IN ('approved', 'converted') OR protected_until IS NOT NULL),
    CONSTRAINT uq_deal_registrations_number UNIQUE (number)
);

CREATE INDEX ix_deal_registrations_answer ON deal_registrations (answer_until) WHERE status = 'info_requested';

CREATE INDEX ix_deal_registrations_created ON deal_registrations (created_at, deal_registration_id);

CREATE INDEX ix_deal_registrations_customer ON deal_registrations USING gin ((customer ->> 'legal_name') gin_trgm_ops);

CREATE INDEX ix_deal_registrations_partner ON deal_registrations (partner_id, created_at, deal_registration_id);

CREATE INDEX ix_deal_registrations_promise
    ON deal_registrations (decide_by, deal_registration_id) WHERE decide_by IS NOT NULL;

CREATE INDEX ix_deal_registrations_protected
    ON deal_registrations (protected_until, deal_registration_id) WHERE status IN ('approved', 'converted');

CREATE INDEX ix_deal_registrations_status ON deal_registrations (status, created_at, deal_registration_id);

CREATE TABLE deal_registration_history (
    history_id UUID NOT NULL,
    deal_registration_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor VARCHAR(100) NOT NULL,
    channel VARCHAR(20) NOT NULL,
    action VARCHAR(40) NOT NULL,
    revision INTEGER NOT NULL,
    before JSONB NOT NULL,
    after JSONB NOT NULL,
    CONSTRAINT pk_deal_registration_history PRIMARY KEY (history_id)
);

CREATE INDEX ix_deal_registration_history_of ON deal_registration_history (deal_registration_id, history_id);

CREATE TABLE claims (
    deal_registration_id UUID NOT NULL,
    partner_id UUID NOT NULL,
    identity_id UUID NOT NULL,
    customer_id UUID NOT NULL,
    registration_type VARCHAR(20) NOT NULL,
    product_line VARCHAR(64) NOT NULL,
    country VARCHAR(2) NOT NULL,
    own_key VARCHAR(400),
    exclusive BOOLEAN NOT NULL,
    standing VARCHAR(20) NOT NULL,
    priority_at TIMESTAMP WITH TIME ZONE NOT NULL,
    protected TSTZRANGE,
    approved_by VARCHAR(100),
    reserved_until TIMESTAMP WITH TIME ZONE,
    noticed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_claims PRIMARY KEY (deal_registration_id),
    CONSTRAINT ck_claims_standing CHECK (standing IN ('undecided', 'protected', 'ended')),
    CONSTRAINT ck_claims_protected CHECK ((standing = 'protected') <= (protected IS NOT NULL)),
    CONSTRAINT ex_claims_protected EXCLUDE USING gist (customer_id WITH =, product_line WITH =, country WITH =, protected WITH &&)
        WHERE (exclusive AND standing = 'protected')
);

CREATE INDEX ix_claims_identity_id ON claims (identity_id);

CREATE INDEX ix_claims_unnoticed ON claims (priority_at) WHERE noticed_at IS NULL AND standing <> 'ended';

CREATE UNIQUE INDEX ux_claims_own_key ON claims (partner_id, own_key) WHERE standing <> 'ended';

CREATE TABLE conflicts (
    conflict_id UUID NOT NULL,
    deal_registration_id UUID NOT NULL,
    other_deal_registration_id UUID NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    signals JSONB NOT NULL,
    rule_version INTEGER NOT NULL,
    resolution VARCHAR(20) NOT NULL,
    detected_at TIMESTAMP WITH TIME ZONE NOT NULL,
    resolved_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_conflicts PRIMARY KEY (conflict_id),
    CONSTRAINT ck_conflicts_resolution CHECK (resolution IN ('open', 'cleared', 'overridden'))
);

CREATE INDEX ix_conflicts_other_deal_registration_id ON conflicts (other_deal_registration_id);

CREATE INDEX ix_conflicts_own ON conflicts (deal_registration_id);

CREATE UNIQUE INDEX ux_conflicts_open_pair
    ON conflicts (least(deal_registration_id, other_deal_registration_id), greatest(deal_registration_id, other_deal_registration_id)) WHERE resolution = 'open';

CREATE TABLE pending_decisions (
    pending_decision_id UUID NOT NULL,
    deal_registration_id UUID NOT NULL,
    decision VARCHAR(20) NOT NULL,
    decided_by VARCHAR(100) NOT NULL,
    roles VARCHAR(40)[] NOT NULL,
    scope VARCHAR(20) NOT NULL,
    channel VARCHAR(20) NOT NULL,
    scheduled_at TIMESTAMP WITH TIME ZONE NOT NULL,
    execute_at TIMESTAMP WITH TIME ZONE NOT NULL,
    body JSONB NOT NULL,
    status VARCHAR(20) NOT NULL,
    failure_code VARCHAR(60),
    CONSTRAINT pk_pending_decisions PRIMARY KEY (pending_decision_id),
    CONSTRAINT ck_pending_decisions_status CHECK (status IN ('scheduled', 'executed', 'undone', 'failed'))
);

CREATE INDEX ix_pending_decisions_due ON pending_decisions (execute_at) WHERE status = 'scheduled';

CREATE UNIQUE INDEX ux_pending_decisions_one ON pending_decisions (deal_registration_id) WHERE status = 'scheduled';

CREATE TABLE decisions (
    decision_id UUID NOT NULL,
    deal_registration_id UUID NOT NULL,
    revision INTEGER NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    decided_by VARCHAR(100) NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason_code VARCHAR(40),
    override_reason TEXT,
    rule_versions JSONB NOT NULL,
    inputs JSONB NOT NULL,
    CONSTRAINT pk_decisions PRIMARY KEY (decision_id)
);

CREATE INDEX ix_decisions_deal_registration_id ON decisions (deal_registration_id);

CREATE TABLE conflict_checks (
    check_id UUID NOT NULL,
    actor VARCHAR(100) NOT NULL,
    partner_id UUID,
    asked_on DATE NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    CONSTRAINT pk_conflict_checks PRIMARY KEY (check_id)
);

CREATE INDEX ix_conflict_checks_quota ON conflict_checks (actor, asked_on, fingerprint);

CREATE TABLE notes (
    note_id UUID NOT NULL,
    deal_registration_id UUID NOT NULL,
    author VARCHAR(100) NOT NULL,
    author_side VARCHAR(10) NOT NULL,
    text TEXT NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_notes PRIMARY KEY (note_id)
);

CREATE INDEX ix_notes_thread ON notes (deal_registration_id, note_id);

CREATE TABLE internal_notes (
    internal_note_id UUID NOT NULL,
    deal_registration_id UUID NOT NULL,
    author VARCHAR(100) NOT NULL,
    text TEXT NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_internal_notes PRIMARY KEY (internal_note_id)
);

CREATE INDEX ix_internal_notes_thread ON internal_notes (deal_registration_id, internal_note_id);

ALTER TABLE claims
    ADD CONSTRAINT fk_claims_registration FOREIGN KEY (deal_registration_id) REFERENCES deal_registrations,
    ADD CONSTRAINT fk_claims_identity FOREIGN KEY (identity_id) REFERENCES customer_identities;

ALTER TABLE conflicts
    ADD CONSTRAINT fk_conflicts_claim FOREIGN KEY (deal_registration_id) REFERENCES claims,
    ADD CONSTRAINT fk_conflicts_other_claim FOREIGN KEY (other_deal_registration_id) REFERENCES claims;

ALTER TABLE pending_decisions
    ADD CONSTRAINT fk_pending_decisions_registration FOREIGN KEY (deal_registration_id) REFERENCES deal_registrations;

ALTER TABLE decisions
    ADD CONSTRAINT fk_decisions_registration FOREIGN KEY (deal_registration_id) REFERENCES deal_registrations;

ALTER TABLE notes
    ADD CONSTRAINT fk_notes_registration FOREIGN KEY (deal_registration_id) REFERENCES deal_registrations ON DELETE CASCADE;

ALTER TABLE internal_notes
    ADD CONSTRAINT fk_internal_notes_registration
        FOREIGN KEY (deal_registration_id) REFERENCES deal_registrations ON DELETE CASCADE;

-- The blocking key for names: what looks alike in one country, best first. The threshold keeps the index selective.
CREATE FUNCTION similar_identities(wanted text, place text) RETURNS TABLE (identity_id uuid)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 40 SET pg_trgm.similarity_threshold = 0.55
AS $$
    SELECT c.identity_id FROM customer_identities AS c
    WHERE c.name_key % wanted AND (c.country = place OR place = '')
    ORDER BY similarity(c.name_key, wanted) DESC LIMIT 40
$$;

-- History and decisions only grow.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER deal_registration_history_only_grows BEFORE UPDATE OR DELETE ON deal_registration_history
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER decisions_only_grow BEFORE UPDATE OR DELETE ON decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
