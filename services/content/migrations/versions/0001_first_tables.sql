-- The first tables of content.
CREATE TABLE partner_standing (
    partner_id UUID NOT NULL,
    name VARCHAR(300) NOT NULL,
    status VARCHAR(40) NOT NULL,
    tier VARCHAR(40),
    partner_type VARCHAR(60),
    region VARCHAR(40),
    country VARCHAR(2),
    CONSTRAINT pk_partner_standing PRIMARY KEY (partner_id)
);

CREATE TABLE person_standing (
    person_id UUID NOT NULL,
    partner_id UUID,
    roles VARCHAR(40)[] NOT NULL,
    has_left BOOLEAN NOT NULL,
    CONSTRAINT pk_person_standing PRIMARY KEY (person_id)
);

CREATE INDEX ix_person_standing_partner_id ON person_standing (partner_id);

CREATE TABLE certificate_standing (
    certificate_id UUID NOT NULL,
    person_id UUID NOT NULL,
    certification_code VARCHAR(64) NOT NULL,
    status VARCHAR(20) NOT NULL,
    CONSTRAINT pk_certificate_standing PRIMARY KEY (certificate_id)
);

CREATE INDEX ix_certificate_standing_person_id ON certificate_standing (person_id);

CREATE TABLE deal_standing (
    deal_registration_id UUID NOT NULL,
    partner_id UUID NOT NULL,
    number VARCHAR(20) NOT NULL,
    CONSTRAINT pk_deal_standing PRIMARY KEY (deal_registration_id)
);

CREATE TABLE assets (
    asset_id UUID NOT NULL,
    title VARCHAR(200) NOT NULL,
    summary TEXT NOT NULL,
    asset_type VARCHAR(20) NOT NULL,
    language VARCHAR(2) NOT NULL,
    product_lines VARCHAR(64)[] NOT NULL,
    status VARCHAR(20) NOT NULL,
    owner_id UUID NOT NULL,
    review_on DATE NOT NULL,
    expires_on DATE,
    audience_tiers VARCHAR(64)[] NOT NULL,
    audience_partner_types VARCHAR(64)[] NOT NULL,
    audience_regions VARCHAR(64)[] NOT NULL,
    audience_countries VARCHAR(64)[] NOT NULL,
    audience_languages VARCHAR(64)[] NOT NULL,
    audience_roles VARCHAR(64)[] NOT NULL,
    audience_certifications VARCHAR(64)[] NOT NULL,
    version_number INTEGER NOT NULL,
    replacement_asset_id UUID,
    created_by VARCHAR(100) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    reviewed_at TIMESTAMP WITH TIME ZONE,
    reviewed_by VARCHAR(100),
    review_noticed_on DATE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_assets PRIMARY KEY (asset_id),
    CONSTRAINT ck_assets_published_has_file CHECK (status <> 'published' OR version_number > 0),
    CONSTRAINT ck_assets_replaced_has_replacement CHECK (status <> 'replaced' OR replacement_asset_id IS NOT NULL),
    CONSTRAINT ck_assets_not_its_own_replacement CHECK (replacement_asset_id <> asset_id),
    CONSTRAINT fk_assets_replacement_asset_id_assets FOREIGN KEY(replacement_asset_id) REFERENCES assets (asset_id)
);

CREATE INDEX ix_assets_expires_on ON assets (expires_on) WHERE status = 'published';

CREATE INDEX ix_assets_review_on ON assets (review_on) WHERE status = 'published';

CREATE INDEX ix_assets_revised_at_asset_id ON assets (revised_at, asset_id);

CREATE INDEX ix_assets_status_revised_at_asset_id ON assets (status, revised_at, asset_id);

CREATE TABLE asset_versions (
    asset_version_id UUID NOT NULL,
    asset_id UUID NOT NULL,
    number INTEGER NOT NULL,
    upload_id UUID NOT NULL,
    blob_key VARCHAR(200) NOT NULL,
    filename VARCHAR(255) NOT NULL,
    media_type VARCHAR(100) NOT NULL,
    size BIGINT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    note TEXT NOT NULL,
    added_by VARCHAR(100) NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_asset_versions PRIMARY KEY (asset_version_id),
    CONSTRAINT uq_asset_versions_asset_id_number UNIQUE (asset_id, number),
    CONSTRAINT ck_asset_versions_number_positive CHECK (number > 0),
    CONSTRAINT fk_asset_versions_asset_id_assets FOREIGN KEY(asset_id) REFERENCES assets (asset_id),
    CONSTRAINT uq_asset_versions_upload_id UNIQUE (upload_id)
);

CREATE TABLE shares (
    share_id UUID NOT NULL,
    asset_id UUID NOT NULL,
    version_number INTEGER NOT NULL,
    person_id UUID NOT NULL,
    partner_id UUID NOT NULL,
    language VARCHAR(5) NOT NULL,
    deal_registration_id UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    opens INTEGER NOT NULL,
    downloads INTEGER NOT NULL,
    last_opened_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_shares PRIMARY KEY (share_id)
);

CREATE INDEX ix_shares_asset_id ON shares (asset_id);

CREATE INDEX ix_shares_created_at_share_id ON shares (created_at, share_id);

CREATE INDEX ix_shares_deal_registration_id ON shares (deal_registration_id);

CREATE INDEX ix_shares_partner_id_created_at_share_id ON shares (partner_id, created_at, share_id);

CREATE INDEX ix_shares_person_id_created_at_share_id ON shares (person_id, created_at, share_id);

CREATE TABLE asset_uses (
    asset_use_id UUID NOT NULL,
    asset_id UUID NOT NULL,
    version_number INTEGER NOT NULL,
    kind VARCHAR(20) NOT NULL,
    person_id UUID,
    partner_id UUID,
    used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_asset_uses PRIMARY KEY (asset_use_id)
);

CREATE INDEX ix_asset_uses_asset_id_kind_partner_id ON asset_uses (asset_id, kind, partner_id);

CREATE INDEX ix_asset_uses_partner_id_asset_id ON asset_uses (partner_id, asset_id);

CREATE INDEX ix_asset_uses_person_id_asset_id ON asset_uses (person_id, asset_id, kind);

-- A version is written once.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER asset_versions_only_grow BEFORE UPDATE OR DELETE ON asset_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
