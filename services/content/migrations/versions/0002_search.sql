-- What search needs. Its entries are an index over assets and their texts: the database keeps them itself, in the
-- transaction of whoever changes an asset, so that nothing is found late or missed.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE TEXT SEARCH CONFIGURATION prm_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION prm_english ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION prm_spanish (COPY = pg_catalog.spanish);
ALTER TEXT SEARCH CONFIGURATION prm_spanish ALTER MAPPING FOR hword, hword_part, word WITH unaccent, spanish_stem;
CREATE TEXT SEARCH CONFIGURATION prm_plain (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION prm_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

CREATE TABLE asset_texts (
    asset_version_id UUID NOT NULL,
    asset_id UUID NOT NULL,
    status VARCHAR(20) NOT NULL,
    reason VARCHAR(40),
    body TEXT NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_asset_texts PRIMARY KEY (asset_version_id),
    CONSTRAINT fk_asset_texts_asset_version_id_asset_versions FOREIGN KEY (asset_version_id)
        REFERENCES asset_versions (asset_version_id),
    CONSTRAINT ck_asset_texts_status CHECK (status IN ('waiting', 'read', 'unreadable', 'without_text')),
    CONSTRAINT ck_asset_texts_reason_stated CHECK ((status = 'unreadable') = (reason IS NOT NULL)),
    CONSTRAINT ck_asset_texts_read_has_body CHECK ((status = 'read') = (body <> ''))
);
CREATE INDEX ix_asset_texts_waiting ON asset_texts (asset_version_id) WHERE status = 'waiting';
CREATE INDEX ix_asset_texts_unreadable ON asset_texts (asset_version_id) WHERE status = 'unreadable';
CREATE INDEX ix_asset_texts_asset_id ON asset_texts (asset_id);

CREATE TABLE search_entries (
    asset_id UUID NOT NULL,
    vector TSVECTOR NOT NULL,
    title_vector TSVECTOR NOT NULL,
    title_key VARCHAR(400) NOT NULL,
    CONSTRAINT pk_search_entries PRIMARY KEY (asset_id),
    CONSTRAINT fk_search_entries_asset_id_assets FOREIGN KEY (asset_id) REFERENCES assets (asset_id)
);
CREATE INDEX ix_search_entries_vector ON search_entries USING gin (vector);
CREATE INDEX ix_search_entries_title_vector ON search_entries USING gin (title_vector);
CREATE INDEX ix_search_entries_title_key_trgm ON search_entries USING gin (title_key gin_trgm_ops);

CREATE TABLE search_words (
    word VARCHAR(40) NOT NULL,
    CONSTRAINT pk_search_words PRIMARY KEY (word)
);
CREATE INDEX ix_search_words_word_trgm ON search_words USING gin (word gin_trgm_ops);

CREATE TABLE search_misses (
    search_miss_id UUID NOT NULL,
    query VARCHAR(200) NOT NULL,
    is_partly_found BOOLEAN NOT NULL,
    partner_id UUID,
    missed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_search_misses PRIMARY KEY (search_miss_id)
);
CREATE INDEX ix_search_misses_missed_at ON search_misses (missed_at);

-- The parser takes "prices/rates", "price_list" and "SD-WAN" for one word each; people search for their parts.
CREATE FUNCTION search_spaced(words TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT translate(words, '/_-.@|\:', '        ') $$;

CREATE FUNCTION search_configuration(language TEXT) RETURNS regconfig LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (CASE language WHEN 'es' THEN 'prm_spanish' WHEN 'en' THEN 'prm_english' ELSE 'prm_plain' END)::regconfig $$;

CREATE VIEW search_sources AS
SELECT a.asset_id, search_configuration(a.language) AS config, search_spaced(a.title) AS title,
    search_spaced(a.summary || ' ' || array_to_string(a.product_lines, ' ')) AS said,
    search_spaced(coalesce(t.body, '')) AS body
FROM assets a
LEFT JOIN asset_versions v ON v.asset_id = a.asset_id AND v.number = a.version_number
LEFT JOIN asset_texts t ON t.asset_version_id = v.asset_version_id;

-- What is short is stemmed in both languages, because titles mix them; the text inside in its own alone.
CREATE FUNCTION refresh_search_entries(ids UUID[]) RETURNS void LANGUAGE sql
AS $$
    INSERT INTO search_entries (asset_id, vector, title_vector, title_key)
    SELECT asset_id,
        setweight(to_tsvector('prm_english', title) || to_tsvector('prm_spanish', title), 'A')
            || setweight(to_tsvector('prm_english', said) || to_tsvector('prm_spanish', said), 'B')
            || setweight(to_tsvector(config, body), 'C'),
        to_tsvector('prm_plain', title) || to_tsvector('prm_english', title) || to_tsvector('prm_spanish', title),
        left(lower(unaccent(title)), 400)
    FROM search_sources WHERE asset_id = ANY(ids) ORDER BY asset_id
    ON CONFLICT (asset_id) DO UPDATE
        SET vector = excluded.vector, title_vector = excluded.title_vector, title_key = excluded.title_key;

    INSERT INTO search_words (word)
    SELECT DISTINCT lexeme FROM search_sources, unnest(to_tsvector('prm_plain', concat_ws(' ', title, said, body)))
    WHERE asset_id = ANY(ids) AND lexeme ~ '^[a-z]{3,40}$' ORDER BY lexeme
    ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION refresh_search_entry() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN PERFORM refresh_search_entries(ARRAY[NEW.asset_id]); RETURN NULL; END $$;

CREATE TRIGGER assets_are_searched AFTER INSERT OR UPDATE OF title, summary, product_lines, language, version_number
    ON assets FOR EACH ROW EXECUTE FUNCTION refresh_search_entry();
CREATE TRIGGER texts_are_searched AFTER UPDATE OF body
    ON asset_texts FOR EACH ROW EXECUTE FUNCTION refresh_search_entry();

-- From the moment a version exists, its text waits to be read.
CREATE FUNCTION await_text() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    INSERT INTO asset_texts (asset_version_id, asset_id, status, body)
    VALUES (NEW.asset_version_id, NEW.asset_id, 'waiting', '');
    RETURN NULL;
END $$;

CREATE TRIGGER asset_versions_are_read AFTER INSERT
    ON asset_versions FOR EACH ROW EXECUTE FUNCTION await_text();

INSERT INTO asset_texts (asset_version_id, asset_id, status, body)
    SELECT asset_version_id, asset_id, 'waiting', '' FROM asset_versions;
SELECT refresh_search_entries(array_agg(asset_id)) FROM assets;
