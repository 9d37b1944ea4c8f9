"""What the triggers of the database keep: an entry an asset, and every word that any of them has."""

from sqlalchemy import Column, Index, String, Table, Uuid
from sqlalchemy.dialects.postgresql import TSVECTOR

from chassis.database import metadata

_metadata = metadata()
_TRIGRAMS = "gin_trgm_ops"

search_entries = Table(
    "search_entries",
    _metadata,
    Column("asset_id", Uuid, primary_key=True),
    Column("vector", TSVECTOR, nullable=False),
    Column("title_vector", TSVECTOR, nullable=False),
    Column("title_key", String(400), nullable=False),
)
_e = search_entries.c
Index("ix_search_entries_vector", _e.vector, postgresql_using="gin")
Index("ix_search_entries_title_vector", _e.title_vector, postgresql_using="gin")
Index("ix_search_entries_title_key_trgm", _e.title_key, postgresql_using="gin", postgresql_ops={"title_key": _TRIGRAMS})

search_words = Table("search_words", _metadata, Column("word", String(40), primary_key=True))
Index("ix_search_words_word_trgm", search_words.c.word, postgresql_using="gin", postgresql_ops={"word": _TRIGRAMS})
